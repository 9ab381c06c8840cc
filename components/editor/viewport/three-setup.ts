import { ShaderChunk } from 'three'
import { RectAreaLightUniformsLib } from 'three/addons/lights/RectAreaLightUniformsLib.js'
import { installToneMapping } from '@/lib/scene/tone-map'

let installed = false

/** What three keeps in module state, set once before the first material is compiled. */
export function prepareThree(): void {
  if (installed) return
  installed = true
  installToneMapping(ShaderChunk)
  RectAreaLightUniformsLib.init()
}
