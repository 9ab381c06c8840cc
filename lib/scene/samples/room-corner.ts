import { camera, lamp, material, mesh, sceneDocument, vessel } from './build'
import { brass, linen, oak, porcelain, walnut } from './materials'

const wallPaint = material({ color: '#ded8cd', roughness: 0.94 })
const trim = material({ color: '#ebe7df', roughness: 0.6 })
const cushion = material({ color: '#a9553c', roughness: 0.95 })

/** The corner of a living room: an armchair, a lamp, a small table. Real sizes, walls of an old house, 3.4 m. */
export const roomCorner = sceneDocument({
  nodes: {
    floor: mesh('Floor', { shape: 'plane', width: 5, depth: 5 }, oak, { at: [1.1, 0, 1.1] }),
    wallback: mesh('Wall, back', { shape: 'box', width: 5.1, height: 3.4, depth: 0.1, bevel: 0 }, wallPaint, { at: [1.1, 1.7, -1.45] }),
    wallleft: mesh('Wall, left', { shape: 'box', width: 0.1, height: 3.4, depth: 5, bevel: 0 }, wallPaint, { at: [-1.45, 1.7, 1.1] }),
    skirtback: mesh('Skirting, back', { shape: 'box', width: 5, height: 0.1, depth: 0.016, bevel: 0.003 }, trim, { at: [1.1, 0.05, -1.392] }),
    skirtleft: mesh('Skirting, left', { shape: 'box', width: 0.016, height: 0.1, depth: 5, bevel: 0.003 }, trim, { at: [-1.392, 0.05, 1.1] }),
    rug: mesh('Rug', { shape: 'cylinder', radiusTop: 1.05, radiusBottom: 1.05, height: 0.014, bevel: 0.005 }, material({ color: '#c9bfae', roughness: 1 }), {
      at: [-0.02, 0.007, 0.18],
    }),
    seat: mesh('Armchair, seat', { shape: 'box', width: 0.62, height: 0.2, depth: 0.62, bevel: 0.05 }, linen, { at: [-0.25, 0.36, -0.24], turn: [0, 34, 0] }),
    back: mesh('Armchair, back', { shape: 'box', width: 0.66, height: 0.56, depth: 0.17, bevel: 0.06 }, linen, {
      at: [-0.4395, 0.607, -0.521],
      turn: [-8.4, 33.5, 4.6],
    }),
    armleft: mesh('Armchair, left arm', { shape: 'box', width: 0.13, height: 0.4, depth: 0.72, bevel: 0.05 }, linen, {
      at: [-0.577, 0.4, -0.052],
      turn: [0, 34, 0],
    }),
    armright: mesh('Armchair, right arm', { shape: 'box', width: 0.13, height: 0.4, depth: 0.72, bevel: 0.05 }, linen, {
      at: [0.053, 0.4, -0.478],
      turn: [0, 34, 0],
    }),
    legs: mesh('Armchair, base', { shape: 'box', width: 0.68, height: 0.06, depth: 0.6, bevel: 0.01 }, walnut, { at: [-0.25, 0.2, -0.24], turn: [0, 34, 0] }),
    foot1: mesh('Leg, front left', { shape: 'cylinder', radiusTop: 0.021, radiusBottom: 0.014, height: 0.16, bevel: 0.002 }, walnut, {
      at: [-0.336, 0.094, 0.164],
    }),
    foot2: mesh('Leg, front right', { shape: 'cylinder', radiusTop: 0.021, radiusBottom: 0.014, height: 0.16, bevel: 0.002 }, walnut, {
      at: [0.145, 0.094, -0.159],
    }),
    foot3: mesh('Leg, back left', { shape: 'cylinder', radiusTop: 0.021, radiusBottom: 0.014, height: 0.16, bevel: 0.002 }, walnut, {
      at: [-0.64, 0.087, -0.303],
    }),
    foot4: mesh('Leg, back right', { shape: 'cylinder', radiusTop: 0.021, radiusBottom: 0.014, height: 0.16, bevel: 0.002 }, walnut, {
      at: [-0.16, 0.087, -0.64],
    }),
    pillow: mesh('Cushion', { shape: 'box', width: 0.4, height: 0.36, depth: 0.14, bevel: 0.065 }, cushion, {
      at: [-0.33, 0.63, -0.355],
      turn: [-17, 31.5, 9],
    }),
    tabletop: mesh('Side table, top', { shape: 'cylinder', radiusTop: 0.24, radiusBottom: 0.24, height: 0.024, bevel: 0.005 }, walnut, {
      at: [0.55, 0.488, -0.42],
    }),
    tablestem: mesh('Side table, stem', { shape: 'cylinder', radiusTop: 0.019, radiusBottom: 0.019, height: 0.46, bevel: 0.002 }, brass, {
      at: [0.55, 0.246, -0.42],
    }),
    tablefoot: mesh('Side table, foot', { shape: 'cylinder', radiusTop: 0.15, radiusBottom: 0.16, height: 0.018, bevel: 0.004 }, brass, {
      at: [0.55, 0.022, -0.42],
    }),
    vase: mesh(
      'Vase',
      vessel(
        [
          [0.04, 0],
          [0.047, 0.003],
          [0.07, 0.05],
          [0.076, 0.09],
          [0.058, 0.14],
          [0.032, 0.18],
          [0.028, 0.21],
          [0.036, 0.225],
        ],
        0.004,
      ),
      material({ color: '#5f7d84', roughness: 0.45, clearcoat: 0.9, clearcoatRoughness: 0.08 }),
      { at: [0.615, 0.5, -0.485] },
    ),
    book1: mesh('Book, lower', { shape: 'box', width: 0.19, height: 0.028, depth: 0.14, bevel: 0.003 }, material({ color: '#2f4a45', roughness: 0.8 }), {
      at: [0.475, 0.514, -0.375],
      turn: [0, 18, 0],
    }),
    book2: mesh('Book, upper', { shape: 'box', width: 0.17, height: 0.022, depth: 0.125, bevel: 0.003 }, material({ color: '#d3a24a', roughness: 0.8 }), {
      at: [0.478, 0.539, -0.378],
      turn: [0, 31, 0],
    }),
    cup: mesh(
      'Cup',
      vessel(
        [
          [0.018, 0],
          [0.022, 0.002],
          [0.033, 0.02],
          [0.036, 0.05],
        ],
        0.0028,
      ),
      porcelain,
      { at: [0.478, 0.55, -0.378] },
    ),
    lampfoot: mesh('Lamp, foot', { shape: 'cylinder', radiusTop: 0.15, radiusBottom: 0.16, height: 0.022, bevel: 0.004 }, brass, { at: [-1.02, 0.011, -0.98] }),
    lamppole: mesh('Lamp, pole', { shape: 'cylinder', radiusTop: 0.011, radiusBottom: 0.011, height: 1.42, bevel: 0.002 }, brass, { at: [-1.02, 0.73, -0.98] }),
    lampglobe: mesh(
      'Lamp, globe',
      { shape: 'sphere', radius: 0.15 },
      material({ color: '#fff6e8', roughness: 0.4, emissive: '#ffd9a0', emissiveIntensity: 2.2 }),
      { at: [-1.02, 1.58, -0.98] },
    ),
    frame: mesh('Picture frame', { shape: 'box', width: 0.74, height: 0.98, depth: 0.026, bevel: 0.004 }, walnut, { at: [0.3, 1.55, -1.385] }),
    mount: mesh('Picture mount', { shape: 'box', width: 0.69, height: 0.93, depth: 0.004, bevel: 0 }, material({ color: '#f1ede4', roughness: 0.9 }), {
      at: [0.3, 1.55, -1.371],
    }),
    art1: mesh(
      'Picture, arch',
      { shape: 'cylinder', radiusTop: 0.2, radiusBottom: 0.2, height: 0.004, bevel: 0 },
      material({ color: '#b4573d', roughness: 0.9 }),
      { at: [0.3, 1.6, -1.368], turn: [90, 0, 0] },
    ),
    art2: mesh('Picture, ground', { shape: 'box', width: 0.52, height: 0.2, depth: 0.004, bevel: 0 }, material({ color: '#33504c', roughness: 0.9 }), {
      at: [0.3, 1.34, -1.3665],
    }),
    sun: lamp('Sun', { kind: 'directional', color: '#ffe3bd', intensity: 3.4, softness: 1.2 }, [3.3, 2.3, 1], [-0.3, 0.5, -0.6]),
    globe: lamp('Lamp light', { kind: 'point', color: '#ffc98a', intensity: 2.2, radius: 0.15 }, [-0.9, 1.56, -0.86], [-0.9, 0, -0.86]),
    window: lamp('Window', { kind: 'area', color: '#e6efff', intensity: 2.4, width: 1.6, height: 1.6 }, [2.9, 1.6, 1.6], [-0.2, 0.7, -0.4]),
  },
  environment: {
    preset: 'overcast',
    intensity: 0.32,
    rotation: 0,
    background: 'gradient',
    color: '#d7d6d3',
    colorTop: '#b9c3ce',
    sunElevation: 32,
    sunAzimuth: 40,
    clouds: 0.35,
  },
  exposure: -0.1,
  shots: {
    corner: { name: 'Corner', camera: camera([2.35, 1.4, 2.95], [-0.12, 0.9, -0.35], 51, 16) },
    chair: { name: 'Armchair', camera: camera([1.05, 0.95, 1.9], [-0.18, 0.55, -0.32], 38, 8) },
    detail: { name: 'Side table', camera: camera([1.15, 0.86, 0.55], [0.52, 0.57, -0.42], 34, 4) },
  },
})
