import { camera, lamp, material, mesh, sceneDocument, vessel } from './build'
import { brass, gold } from './materials'

const sage = material({ color: '#a9bba6', roughness: 0.9 })
const sageDeep = material({ color: '#8fa58e', roughness: 0.85 })
const stone = material({ color: '#e9e6df', roughness: 0.32, clearcoat: 0.35, clearcoatRoughness: 0.12 })
const bottleGlass = material({ color: '#bfe0c9', roughness: 0.03, transmission: 0.96, ior: 1.48 })

/** A bottle of scent on a round plinth in front of a brass ring. Real sizes: the bottle is 13 cm tall. */
export const plinth = sceneDocument({
  nodes: {
    floor: mesh('Floor', { shape: 'plane', width: 6, depth: 6 }, sage),
    wall: mesh('Backdrop', { shape: 'box', width: 6, height: 3, depth: 0.06, bevel: 0 }, sage, { at: [0, 1.5, -0.62] }),
    plinth: mesh('Plinth', { shape: 'cylinder', radiusTop: 0.15, radiusBottom: 0.15, height: 0.06, bevel: 0.005 }, stone, { at: [0, 0.03, 0] }),
    step: mesh('Step', { shape: 'cylinder', radiusTop: 0.235, radiusBottom: 0.235, height: 0.026, bevel: 0.004 }, sageDeep, { at: [0.02, 0.013, -0.04] }),
    ring: mesh('Brass ring', { shape: 'torus', radius: 0.142, tube: 0.007 }, brass, { at: [-0.03, 0.175, -0.13], turn: [90, 0, -8] }),
    bottle: mesh('Bottle', { shape: 'box', width: 0.084, height: 0.1, depth: 0.042, bevel: 0.011 }, bottleGlass, { at: [0, 0.111, 0.02], turn: [0, -14, 0] }),
    collar: mesh('Collar', { shape: 'cylinder', radiusTop: 0.0125, radiusBottom: 0.0125, height: 0.01, bevel: 0.0012 }, gold, { at: [0, 0.1655, 0.02] }),
    cap: mesh('Cap', { shape: 'box', width: 0.034, height: 0.034, depth: 0.034, bevel: 0.003 }, brass, { at: [0, 0.187, 0.02], turn: [0, -14, 0] }),
    block: mesh('Tall plinth', { shape: 'cylinder', radiusTop: 0.062, radiusBottom: 0.062, height: 0.128, bevel: 0.004 }, stone, { at: [0.225, 0.064, -0.04] }),
    pearl: mesh('Pearl', { shape: 'sphere', radius: 0.036 }, material({ color: '#f1ece3', roughness: 0.24, clearcoat: 1, clearcoatRoughness: 0.06 }), {
      at: [0.225, 0.164, -0.04],
    }),
    ball: mesh('Gold ball', { shape: 'sphere', radius: 0.026 }, gold, { at: [0.2, 0.026, 0.165] }),
    dish: mesh(
      'Dish',
      vessel(
        [
          [0.018, 0],
          [0.03, 0.001],
          [0.042, 0.008],
          [0.047, 0.018],
        ],
        0.003,
      ),
      material({ color: '#f3efe7', roughness: 0.3, clearcoat: 0.8, clearcoatRoughness: 0.08 }),
      { at: [-0.165, 0, 0.2] },
    ),
    key: lamp('Key, softbox', { kind: 'area', color: '#fff3e2', intensity: 3.5, width: 0.7, height: 0.9 }, [-0.95, 0.95, 0.8], [0, 0.1, 0]),
    rim: lamp('Rim, right', { kind: 'area', color: '#e8f0ff', intensity: 6, width: 0.25, height: 0.9 }, [0.95, 0.6, -0.2], [0, 0.12, 0]),
    sun: lamp('Window light', { kind: 'directional', color: '#fff0da', intensity: 3, softness: 2.2 }, [-1.35, 1.05, 0.8], [0.05, 0.08, 0]),
  },
  environment: {
    preset: 'softbox',
    intensity: 0.6,
    rotation: 20,
    background: 'gradient',
    color: '#b9c8b6',
    colorTop: '#8ea18f',
    sunElevation: 30,
    sunAzimuth: 50,
    clouds: 0.2,
  },
  exposure: 0.1,
  shots: {
    front: { name: 'Front', camera: camera([0.02, 0.225, 0.98], [0.012, 0.132, 0], 38, 8) },
    above: { name: 'From above', camera: camera([0.5, 0.62, 0.78], [0.02, 0.085, 0], 32, 11) },
    detail: { name: 'Detail, cap', camera: camera([-0.2, 0.235, 0.42], [0, 0.15, 0.01], 28, 4) },
  },
})
