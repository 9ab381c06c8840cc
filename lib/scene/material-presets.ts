import * as looks from './samples/materials'
import type { Material } from './schema'

/** Materials by name, as the inspector offers them and as changes of a scene are told. */
export const MATERIAL_PRESETS: readonly { name: string; material: Material }[] = [
  { name: 'Plaster', material: looks.plaster },
  { name: 'Porcelain', material: looks.porcelain },
  { name: 'Ceramic', material: looks.ceramic },
  { name: 'Stoneware', material: looks.stoneware },
  { name: 'Marble', material: looks.marble },
  { name: 'Oak', material: looks.oak },
  { name: 'Walnut', material: looks.walnut },
  { name: 'Linen', material: looks.linen },
  { name: 'Velvet', material: looks.velvet },
  { name: 'Glass', material: looks.glass },
  { name: 'Brass', material: looks.brass },
  { name: 'Gold', material: looks.gold },
  { name: 'Copper', material: looks.copper },
  { name: 'Steel', material: looks.steel },
  { name: 'Chrome', material: looks.chrome },
]
