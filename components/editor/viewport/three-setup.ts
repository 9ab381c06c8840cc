import { ShaderChunk, setConsoleFunction } from 'three'
import { RectAreaLightUniformsLib } from 'three/addons/lights/RectAreaLightUniformsLib.js'
import { installToneMapping } from '@/lib/scene/tone-map'

let installed = false

/** Written whenever a Clock is made. React Three Fiber makes one for each canvas, and no release of its present line does without. */
const CLOCK_NOTICE = 'THREE.Clock: This module has been deprecated.'

/** What three has to say goes to the console as before, less that one line, which nobody here could act on. */
function routeMessages(): void {
  setConsoleFunction((type, message, ...rest) => {
    if (message.startsWith(CLOCK_NOTICE)) return
    // Node materials hand over a stack trace that knows how to tell the message with its place.
    console[type](message, ...rest)
  })
}

/** What three keeps in module state, set once before the first material is compiled. */
export function prepareThree(): void {
  if (installed) return
  installed = true
  routeMessages()
  installToneMapping(ShaderChunk)
  RectAreaLightUniformsLib.init()
}
