import { material } from './build'

/** Measured or well-known looks, shared by the samples and offered in the inspector. */
export const brass = material({ color: '#d8ab5e', metalness: 1, roughness: 0.22 })
export const gold = material({ color: '#f0c274', metalness: 1, roughness: 0.14 })
export const chrome = material({ color: '#eef0f2', metalness: 1, roughness: 0.05 })
export const steel = material({ color: '#c5c7c9', metalness: 1, roughness: 0.3 })
export const copper = material({ color: '#e39a7c', metalness: 1, roughness: 0.28 })
export const glass = material({ color: '#fbfdfc', roughness: 0.02, transmission: 1, ior: 1.5 })
export const plaster = material({ color: '#d9d4cb', roughness: 0.92 })
export const ceramic = material({ color: '#3d6a8f', roughness: 0.42, clearcoat: 1, clearcoatRoughness: 0.04 })
export const porcelain = material({ color: '#efebe4', roughness: 0.35, clearcoat: 0.8, clearcoatRoughness: 0.06 })
export const stoneware = material({ color: '#c8664a', roughness: 0.5, clearcoat: 0.6, clearcoatRoughness: 0.12 })
export const oak = material({ color: '#b98a5c', roughness: 0.5, clearcoat: 0.25, clearcoatRoughness: 0.3 })
export const walnut = material({ color: '#6b4630', roughness: 0.45, clearcoat: 0.3, clearcoatRoughness: 0.25 })
export const linen = material({ color: '#cdc3b2', roughness: 0.95 })
export const velvet = material({ color: '#8e2b3d', roughness: 0.9 })
export const marble = material({ color: '#e7e4de', roughness: 0.2, clearcoat: 0.6, clearcoatRoughness: 0.05 })
