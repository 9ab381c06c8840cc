import {
  Color,
  Mesh,
  MeshBasicMaterial,
  NoToneMapping,
  OrthographicCamera,
  type PerspectiveCamera,
  PlaneGeometry,
  type Scene,
  ShaderMaterial,
  Vector2,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three'
import { SELECTED_LAYER } from './layers'

const FRAGMENT = `
uniform sampler2D mask;
uniform vec2 texel;
varying vec2 vUv;
void main() {
  float inside = texture2D( mask, vUv ).r;
  float around = 0.0;
  for ( int i = 0; i < 12; i ++ ) {
    float angle = float( i ) * 0.5235988;
    around = max( around, texture2D( mask, vUv + vec2( cos( angle ), sin( angle ) ) * texel ).r );
  }
  float edge = around * ( 1.0 - inside );
  if ( edge < 0.02 ) discard;
  gl_FragColor = vec4( 1.0, 1.0, 1.0, edge );
}`
const VERTEX = `
varying vec2 vUv;
void main() {
  vUv = uv;
  gl_Position = vec4( position.xy, 0.0, 1.0 );
}`

const WIDTH_PX = 1.6

/**
 * A white line around whatever is on the selected layer: its silhouette is drawn into a mask, and the pixels just outside
 * the mask are painted over the view. Exact for every shape, and it costs nothing while nothing is selected.
 */
export class SelectionOutline {
  private readonly target = new WebGLRenderTarget(1, 1, { samples: 4, depthBuffer: false })
  private readonly white = new MeshBasicMaterial({ color: new Color(1, 1, 1), toneMapped: false, depthTest: false, depthWrite: false })
  private readonly uniforms = { mask: { value: this.target.texture }, texel: { value: new Vector2() } }
  private readonly quad = new Mesh(
    new PlaneGeometry(2, 2),
    new ShaderMaterial({
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      uniforms: this.uniforms,
      transparent: true,
      depthTest: false,
      depthWrite: false,
      toneMapped: false,
    }),
  )
  private readonly flat = new OrthographicCamera()

  constructor() {
    this.quad.frustumCulled = false
  }

  /** Draws into the view that is set on the renderer. Sizes in device pixels. */
  draw(gl: WebGLRenderer, scene: Scene, camera: PerspectiveCamera, width: number, height: number): void {
    const pixelRatio = gl.getPixelRatio()
    this.target.setSize(width, height)
    const { background, environment, overrideMaterial } = scene
    const { toneMapping, autoClear } = gl
    const layers = camera.layers.mask
    scene.background = null
    scene.environment = null
    scene.overrideMaterial = this.white
    camera.layers.set(SELECTED_LAYER)
    gl.toneMapping = NoToneMapping
    gl.setRenderTarget(this.target)
    gl.setScissorTest(false)
    gl.setClearColor(0x000000, 1)
    gl.clear()
    gl.render(scene, camera)
    gl.setRenderTarget(null)
    gl.setScissorTest(true)
    scene.background = background
    scene.environment = environment
    scene.overrideMaterial = overrideMaterial
    camera.layers.mask = layers

    this.uniforms.texel.value.set((WIDTH_PX * pixelRatio) / width, (WIDTH_PX * pixelRatio) / height)
    gl.autoClear = false
    gl.render(this.quad as unknown as Scene, this.flat)
    gl.autoClear = autoClear
    gl.toneMapping = toneMapping
  }

  dispose(): void {
    this.target.dispose()
    this.white.dispose()
    this.quad.geometry.dispose()
    this.quad.material.dispose()
  }
}
