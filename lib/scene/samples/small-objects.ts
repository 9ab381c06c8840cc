import { camera, lamp, material, mesh, sceneDocument, vessel } from './build'
import { brass, ceramic, chrome, copper, glass, marble, porcelain, stoneware, velvet } from './materials'

/** A still life on a table: glass, metal, stone, cloth and clay within half a metre. */
export const smallObjects = sceneDocument({
  nodes: {
    table: mesh(
      'Table top',
      { shape: 'cylinder', radiusTop: 2.4, radiusBottom: 2.4, height: 0.04, bevel: 0.006 },
      material({ color: '#b8a58f', roughness: 0.55, clearcoat: 0.2, clearcoatRoughness: 0.35 }),
      { at: [0, -0.02, -0.4] },
    ),
    backdrop: mesh('Backdrop', { shape: 'box', width: 9, height: 5, depth: 0.1, bevel: 0 }, material({ color: '#9a9b9d', roughness: 0.95 }), {
      at: [0, 1.4, -2.6],
    }),
    vase: mesh(
      'Vase',
      vessel(
        [
          [0.043, 0],
          [0.052, 0.004],
          [0.075, 0.05],
          [0.087, 0.1],
          [0.078, 0.155],
          [0.05, 0.21],
          [0.028, 0.255],
          [0.023, 0.29],
          [0.0235, 0.318],
          [0.031, 0.328],
        ],
        0.004,
      ),
      ceramic,
      { at: [0.21, 0, -0.07] },
    ),
    marble: mesh('Marble block', { shape: 'box', width: 0.16, height: 0.14, depth: 0.13, bevel: 0.006 }, marble, {
      at: [0.045, 0.07, -0.17],
      turn: [0, 22, 0],
    }),
    ringback: mesh('Brass ring, standing', { shape: 'torus', radius: 0.098, tube: 0.026 }, brass, { at: [-0.155, 0.124, -0.115], turn: [90, 0, -28] }),
    ringfront: mesh('Brass ring, leaning', { shape: 'torus', radius: 0.064, tube: 0.019 }, brass, { at: [-0.078, 0.0785, -0.048], turn: [72, 0, 24] }),
    sphere: mesh('Glass sphere', { shape: 'sphere', radius: 0.074 }, glass, { at: [0.035, 0.074, 0.06] }),
    ball: mesh('Chrome ball', { shape: 'sphere', radius: 0.041 }, chrome, { at: [-0.115, 0.041, 0.105] }),
    cone: mesh('Copper cone', { shape: 'cone', radius: 0.042, height: 0.118 }, copper, { at: [-0.222, 0.059, 0.055] }),
    cushion: mesh('Velvet cushion', { shape: 'box', width: 0.15, height: 0.066, depth: 0.12, bevel: 0.033 }, velvet, {
      at: [0.17, 0.033, 0.125],
      turn: [0, -14, 0],
    }),
    bowl: mesh(
      'Bowl',
      vessel(
        [
          [0.022, 0],
          [0.026, 0.002],
          [0.045, 0.016],
          [0.06, 0.036],
          [0.066, 0.052],
        ],
        0.0035,
      ),
      stoneware,
      { at: [0.335, 0, 0.02] },
    ),
    lemon: mesh('Lemon', { shape: 'sphere', radius: 0.026 }, material({ color: '#e3b53a', roughness: 0.45, clearcoat: 0.3, clearcoatRoughness: 0.3 }), {
      at: [0.337, 0.034, 0.02],
      turn: [0, 30, 12],
      scale: [1.22, 0.98, 1],
    }),
    saucer: mesh(
      'Saucer',
      vessel(
        [
          [0.03, 0],
          [0.036, 0.0015],
          [0.055, 0.006],
          [0.07, 0.013],
        ],
        0.003,
      ),
      porcelain,
      { at: [-0.315, 0, -0.02] },
    ),
    bead: mesh('Bead', { shape: 'sphere', radius: 0.017 }, material({ color: '#22262c', roughness: 0.18, clearcoat: 1, clearcoatRoughness: 0.04 }), {
      at: [-0.318, 0.0205, -0.021],
    }),
    key: lamp('Key, softbox', { kind: 'area', color: '#fff1df', intensity: 3.5, width: 0.9, height: 0.7 }, [-0.9, 1.15, 0.7], [0, 0.06, 0]),
    rim: lamp('Rim, right', { kind: 'area', color: '#e3edff', intensity: 7, width: 0.3, height: 1 }, [1.15, 0.7, -0.35], [0.05, 0.1, 0]),
    sun: lamp('Window light', { kind: 'directional', color: '#fff0dc', intensity: 2.9, softness: 2.4 }, [-1.35, 1.2, 0.6], [0, 0.05, 0]),
  },
  environment: {
    preset: 'studio',
    intensity: 0.62,
    rotation: 0,
    background: 'gradient',
    color: '#8c8d8f',
    colorTop: '#66686b',
    sunElevation: 25,
    sunAzimuth: 60,
    clouds: 0.3,
  },
  exposure: 0.15,
  shots: {
    low: { name: 'Table', camera: camera([0.13, 0.385, 0.99], [0.012, 0.116, -0.01], 46, 11) },
    above: { name: 'From above', camera: camera([0.34, 0.78, 0.72], [0.02, 0.055, 0], 40, 11) },
    detail: { name: 'Detail, glass', camera: camera([0.13, 0.14, 0.52], [0.03, 0.075, 0.03], 34, 5.6) },
  },
})
