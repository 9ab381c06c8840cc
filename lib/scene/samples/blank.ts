import { camera, lamp, material, mesh, sceneDocument } from './build'

/** What people expect of a new scene: a floor, one thing on it to see the light by, and a key light. */
export const blank = sceneDocument({
  nodes: {
    floor: mesh('Floor', { shape: 'plane', width: 8, depth: 8 }, material({ color: '#b9b7b3', roughness: 0.8 })),
    cube: mesh('Cube', { shape: 'box', width: 0.4, height: 0.4, depth: 0.4, bevel: 0.006 }, material({ color: '#d6d3cd', roughness: 0.55 }), {
      at: [0, 0.2, 0],
      turn: [0, 24, 0],
    }),
    key: lamp('Key light', { kind: 'directional', color: '#fff4e6', intensity: 2.6, softness: 4 }, [-1.7, 2.3, 1.9], [0, 0.1, 0]),
  },
  environment: {
    preset: 'studio',
    intensity: 0.7,
    rotation: 0,
    background: 'gradient',
    color: '#b4b4b2',
    colorTop: '#8e9092',
    sunElevation: 35,
    sunAzimuth: 40,
    clouds: 0.2,
  },
  exposure: 0,
  shots: { main: { name: 'Front', camera: camera([1.15, 0.75, 1.55], [0, 0.17, 0], 36) } },
})
