/**
 * Where everything lies in the shared memory, as offsets in 32-bit words. The host (TypeScript) and the kernel
 * (AssemblyScript) both compile this file, so neither can disagree with the other. Literals only.
 */

/** Words of the parameter block. First the addresses in bytes, 0 where a thing is absent. */
export const P_NODES = 0
export const P_BLOCKS = 1
export const P_TRIANGLES = 2
export const P_POSITIONS = 3
export const P_NORMALS = 4
export const P_UV0 = 5
export const P_UV1 = 6
export const P_TANGENTS = 7
export const P_COLORS = 8
export const P_MATERIALS = 9
export const P_TEXTURES = 10
export const P_ENVIRONMENT = 11
export const P_ENVIRONMENT_ALIAS = 12
export const P_LIGHTS = 13
export const P_EMITTERS = 14
export const P_FILM = 15
export const P_SRGB = 16
export const P_TABLES = 17
export const P_GRADIENT = 18
/** Then integers. */
export const P_WIDTH = 20
export const P_HEIGHT = 21
export const P_SEED = 22
export const P_BOUNCES = 23
export const P_LIGHT_COUNT = 24
export const P_EMITTER_COUNT = 25
export const P_ENVIRONMENT_WIDTH = 26
export const P_ENVIRONMENT_HEIGHT = 27
export const P_SEE_THROUGH = 28
export const P_BACKGROUND = 29
export const P_TRIANGLE_COUNT = 30
/** Then floats. */
export const P_ENVIRONMENT_TURN = 32
export const P_CLAMP_DIRECT = 33
export const P_CLAMP_INDIRECT = 34
/** Height of the direction where the gradient begins, and steps of its table for each unit of height. */
export const P_GRADIENT_FROM = 35
export const P_GRADIENT_STEPS = 36
export const P_EMITTER_CENTRE = 41
export const P_EMITTER_RADIUS_SQ = 44
export const P_EMITTER_POWER = 45
export const P_CAMERA = 48
export const P_RIGHT = 51
export const P_UP = 54
export const P_FORWARD = 57
export const P_LENS_RADIUS = 60
export const P_FOCUS = 61
export const PARAMS_WORDS = 64

/** Steps of the table of a gradient's colours, three floats each, one more than this many. */
export const GRADIENT_STEPS = 256

/** A BVH node: four boxes as six rows of four floats, then four children (node index, or the complement of a leaf). */
export const NODE_BYTES = 128
/** A leaf block: v0, e1, e2 as nine rows of four floats, then four triangle numbers. */
export const BLOCK_BYTES = 160
/** Set in a leaf's triangle number when light can pass the triangle (alpha or transmission). */
export const SEE_THROUGH_BIT = 0x40000000
export const TRIANGLE_MASK = 0x3fffffff

/** A triangle: three vertices, material, object, probability of being sampled as a light per unit of area, flags. */
export const T_MATERIAL = 3
export const T_OBJECT = 4
export const T_LIGHT_PDF = 5
export const T_FLAGS = 6
export const TRIANGLE_WORDS = 8
export const TRIANGLE_HAS_TANGENTS = 1
export const TRIANGLE_HAS_COLORS = 2

export const M_BASE = 0
export const M_METALNESS = 3
export const M_ROUGHNESS = 4
export const M_TRANSMISSION = 5
export const M_IOR = 6
export const M_FLAGS = 7
export const M_EMISSION = 8
export const M_CLEARCOAT = 11
export const M_CLEARCOAT_ROUGHNESS = 12
export const M_SHEEN = 13
export const M_SHEEN_COLOR = 14
export const M_SHEEN_ROUGHNESS = 17
export const M_SPECULAR = 18
/** Absorption per metre, three channels. */
export const M_ABSORPTION = 19
export const M_ALPHA = 22
export const M_ALPHA_CUTOFF = 23
export const M_PATTERN = 24
export const M_PATTERN_SCALE = 25
export const M_PATTERN_COLOR = 26
export const M_BUMP = 29
export const M_NORMAL_SCALE = 30
/** Five texture slots of eight words: texture number or -1, UV set, 2×3 matrix by rows. */
export const M_BASE_TEXTURE = 32
export const M_ROUGHNESS_TEXTURE = 40
export const M_NORMAL_TEXTURE = 48
export const M_EMISSION_TEXTURE = 56
export const M_TRANSMISSION_TEXTURE = 64
export const MATERIAL_WORDS = 72

export const MATERIAL_THIN = 1
export const MATERIAL_DOUBLE_SIDED = 2
export const MATERIAL_ALPHA_MASK = 4
export const MATERIAL_ALPHA_BLEND = 8
export const MATERIAL_EMISSIVE = 16
export const MATERIAL_TEXTURED = 32

/** A texture: address, width, height, wrap modes (0 repeat, 1 clamp, 2 mirror) as S + 4 T, 1 when sRGB. */
export const TEXTURE_WORDS = 8

/** A light: kind, then nine floats of position or direction and edges, radiance or irradiance, and derived numbers. */
export const L_KIND = 0
export const L_POSITION = 1
export const L_EDGE_U = 4
export const L_EDGE_V = 7
export const L_COLOR = 10
/** Power of the light's own unit (irradiance, intensity or radiance) as luminance. */
export const L_LUMINANCE = 13
/** Directional: cosine of the half angle. Point: radius. Area: area. */
export const L_EXTENT = 14
/** Directional: 1 − cosine of the half angle, kept apart for precision. */
export const L_SOLID = 15
export const LIGHT_WORDS = 16
export const LIGHT_DIRECTIONAL = 0
export const LIGHT_POINT = 1
export const LIGHT_AREA = 2

/** An emissive triangle: its number, then its row of the alias table (probability, other). */
export const EMITTER_WORDS = 4

/** One environment texel: radiance and the density of its solid angle (times the sine, see environment.ts). */
export const ENVIRONMENT_WORDS = 4

/** A film pixel: colour sum, samples, albedo sum, unused, normal sum, unused. */
export const FILM_WORDS = 12

/** Precomputed tables: GGX (scale, bias), sheen, rough glass; sizes of their axes. */
export const GGX_SIZE = 32
export const SHEEN_SIZE = 32
export const GLASS_SIZE = 16
export const GLASS_IORS = 8
export const TABLE_GGX = 0
export const TABLE_SHEEN = 2048
export const TABLE_GLASS = 3072
/** Two sides × GLASS_IORS × GLASS_SIZE². */
export const TABLES_WORDS = 7168

/** One pixel of a pass: distance along the view axis, view normal, object number + 1 as an integer. */
export const PASS_WORDS = 5
/** Bytes of scratch memory a thread needs: traversal stack, lanes, then one weight a light. */
export const SCRATCH_STACK_BYTES = 4096
/** Then two light samples that wait for their shadow rays, 64 bytes each, and the weights of the lights. */
export const SCRATCH_SKY_SAMPLE = 4096
export const SCRATCH_LIGHT_SAMPLE = 4160
export const SCRATCH_WEIGHTS = 4224
