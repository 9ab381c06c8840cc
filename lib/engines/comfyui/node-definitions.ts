/** What an input takes: a link to an output of a type, or a plain value. `file` is one of the files in a folder of models. */
export type InputDefinition = { optional?: true } & (
  | { link: LinkType }
  | { value: 'text' | 'boolean' | 'picture' }
  | { value: 'integer' | 'number'; min: number; max: number }
  | { value: 'choice'; choices: readonly string[] }
  | { value: 'file'; folder: string }
)
export type LinkType = 'MODEL' | 'CLIP' | 'VAE' | 'CONDITIONING' | 'LATENT' | 'IMAGE' | 'MASK' | 'CONTROL_NET' | 'IPADAPTER' | 'CLIP_VISION'
export type NodeDefinition = {
  inputs: Readonly<Record<string, InputDefinition>>
  outputs: readonly LinkType[]
  /** Whether ComfyUI begins its work from such nodes. */
  ends?: true
  /** Where the node comes from, unless from ComfyUI itself. */
  extension?: string
}

const link = (type: LinkType): InputDefinition => ({ link: type })
const file = (folder: string): InputDefinition => ({ value: 'file', folder })
const choice = (...choices: string[]): InputDefinition => ({ value: 'choice', choices })
const number = (min: number, max: number): InputDefinition => ({ value: 'number', min, max })
const integer = (min: number, max: number): InputDefinition => ({ value: 'integer', min, max })
const text: InputDefinition = { value: 'text' }
const optional = (input: InputDefinition): InputDefinition => ({ ...input, optional: true })

const SIDE_PX_MAX = 16_384
const SEED_MAX = Number.MAX_SAFE_INTEGER
const IP_ADAPTER = 'ComfyUI_IPAdapter_plus'
const CONTROLNET_AUX = 'comfyui_controlnet_aux'
const SAMPLERS = ['euler', 'euler_ancestral', 'heun', 'dpmpp_2m', 'dpmpp_2m_sde', 'dpmpp_3m_sde', 'res_multistep', 'ddim', 'uni_pc']
const SCHEDULERS = ['simple', 'sgm_uniform', 'karras', 'exponential', 'ddim_uniform', 'beta', 'normal', 'linear_quadratic', 'kl_optimal']
const WEIGHT_TYPES = ['linear', 'ease in', 'ease out', 'style transfer', 'composition', 'strong style transfer', 'style and composition']

/**
 * The nodes that the shipped workflows use, with the names and bounds of their inputs as ComfyUI's sources and those of
 * its extensions declare them: docs/engines.md names the versions. Lists of choices hold those that we may use.
 */
export const NODE_DEFINITIONS: Readonly<Record<string, NodeDefinition>> = {
  CheckpointLoaderSimple: { inputs: { ckpt_name: file('checkpoints') }, outputs: ['MODEL', 'CLIP', 'VAE'] },
  UNETLoader: {
    inputs: { unet_name: file('diffusion_models'), weight_dtype: choice('default', 'fp8_e4m3fn', 'fp8_e4m3fn_fast', 'fp8_e5m2') },
    outputs: ['MODEL'],
  },
  CLIPLoader: {
    inputs: { clip_name: file('text_encoders'), type: choice('stable_diffusion', 'sd3', 'qwen_image'), device: optional(choice('default', 'cpu')) },
    outputs: ['CLIP'],
  },
  DualCLIPLoader: {
    inputs: {
      clip_name1: file('text_encoders'),
      clip_name2: file('text_encoders'),
      type: choice('sdxl', 'sd3', 'flux'),
      device: optional(choice('default', 'cpu')),
    },
    outputs: ['CLIP'],
  },
  VAELoader: { inputs: { vae_name: file('vae') }, outputs: ['VAE'] },
  ControlNetLoader: { inputs: { control_net_name: file('controlnet') }, outputs: ['CONTROL_NET'] },
  LoadImage: { inputs: { image: { value: 'picture' } }, outputs: ['IMAGE', 'MASK'] },
  LoadImageMask: { inputs: { image: { value: 'picture' }, channel: choice('alpha', 'red', 'green', 'blue') }, outputs: ['MASK'] },
  CLIPTextEncode: { inputs: { text, clip: link('CLIP') }, outputs: ['CONDITIONING'] },
  TextEncodeQwenImageEditPlus: {
    inputs: {
      clip: link('CLIP'),
      prompt: text,
      vae: optional(link('VAE')),
      image1: optional(link('IMAGE')),
      image2: optional(link('IMAGE')),
      image3: optional(link('IMAGE')),
    },
    outputs: ['CONDITIONING'],
  },
  FluxGuidance: { inputs: { conditioning: link('CONDITIONING'), guidance: number(0, 100) }, outputs: ['CONDITIONING'] },
  FluxKontextMultiReferenceLatentMethod: {
    inputs: { conditioning: link('CONDITIONING'), reference_latents_method: choice('offset', 'index', 'uxo/uno', 'index_timestep_zero') },
    outputs: ['CONDITIONING'],
  },
  InstructPixToPixConditioning: {
    inputs: { positive: link('CONDITIONING'), negative: link('CONDITIONING'), vae: link('VAE'), pixels: link('IMAGE') },
    outputs: ['CONDITIONING', 'CONDITIONING', 'LATENT'],
  },
  ModelSamplingAuraFlow: { inputs: { model: link('MODEL'), shift: number(0, 100) }, outputs: ['MODEL'] },
  CFGNorm: { inputs: { model: link('MODEL'), strength: number(0, 100) }, outputs: ['MODEL'] },
  SetUnionControlNetType: {
    inputs: {
      control_net: link('CONTROL_NET'),
      type: choice('auto', 'openpose', 'depth', 'hed/pidi/scribble/ted', 'canny/lineart/anime_lineart/mlsd', 'normal', 'segment', 'tile', 'repaint'),
    },
    outputs: ['CONTROL_NET'],
  },
  ControlNetApplyAdvanced: {
    inputs: {
      positive: link('CONDITIONING'),
      negative: link('CONDITIONING'),
      control_net: link('CONTROL_NET'),
      image: link('IMAGE'),
      strength: number(0, 10),
      start_percent: number(0, 1),
      end_percent: number(0, 1),
      vae: optional(link('VAE')),
    },
    outputs: ['CONDITIONING', 'CONDITIONING'],
  },
  EmptyLatentImage: {
    inputs: { width: integer(16, SIDE_PX_MAX), height: integer(16, SIDE_PX_MAX), batch_size: integer(1, 4096) },
    outputs: ['LATENT'],
  },
  EmptySD3LatentImage: {
    inputs: { width: integer(16, SIDE_PX_MAX), height: integer(16, SIDE_PX_MAX), batch_size: integer(1, 4096) },
    outputs: ['LATENT'],
  },
  KSampler: {
    inputs: {
      model: link('MODEL'),
      seed: integer(0, SEED_MAX),
      steps: integer(1, 10_000),
      cfg: number(0, 100),
      sampler_name: choice(...SAMPLERS),
      scheduler: choice(...SCHEDULERS),
      positive: link('CONDITIONING'),
      negative: link('CONDITIONING'),
      latent_image: link('LATENT'),
      denoise: number(0, 1),
    },
    outputs: ['LATENT'],
  },
  SetLatentNoiseMask: { inputs: { samples: link('LATENT'), mask: link('MASK') }, outputs: ['LATENT'] },
  VAEEncode: { inputs: { pixels: link('IMAGE'), vae: link('VAE') }, outputs: ['LATENT'] },
  VAEDecode: { inputs: { samples: link('LATENT'), vae: link('VAE') }, outputs: ['IMAGE'] },
  PreviewImage: { inputs: { images: link('IMAGE') }, outputs: [], ends: true },
  SaveImage: { inputs: { images: link('IMAGE'), filename_prefix: text }, outputs: [], ends: true },
  DepthAnythingV2Preprocessor: {
    inputs: {
      image: link('IMAGE'),
      ckpt_name: optional(choice('depth_anything_v2_vits.pth', 'depth_anything_v2_vitb.pth', 'depth_anything_v2_vitl.pth', 'depth_anything_v2_vitg.pth')),
      resolution: optional(integer(64, SIDE_PX_MAX)),
    },
    outputs: ['IMAGE'],
    extension: CONTROLNET_AUX,
  },
  IPAdapterUnifiedLoader: {
    inputs: {
      model: link('MODEL'),
      preset: choice('STANDARD (medium strength)', 'VIT-G (medium strength)', 'PLUS (high strength)', 'PLUS FACE (portraits)'),
      ipadapter: optional(link('IPADAPTER')),
    },
    outputs: ['MODEL', 'IPADAPTER'],
    extension: IP_ADAPTER,
  },
  IPAdapterAdvanced: {
    inputs: {
      model: link('MODEL'),
      ipadapter: link('IPADAPTER'),
      image: link('IMAGE'),
      weight: number(-1, 5),
      weight_type: choice(...WEIGHT_TYPES),
      combine_embeds: choice('concat', 'add', 'subtract', 'average', 'norm average'),
      start_at: number(0, 1),
      end_at: number(0, 1),
      embeds_scaling: choice('V only', 'K+V', 'K+V w/ C penalty', 'K+mean(V) w/ C penalty'),
      image_negative: optional(link('IMAGE')),
      attn_mask: optional(link('MASK')),
      clip_vision: optional(link('CLIP_VISION')),
    },
    outputs: ['MODEL'],
    extension: IP_ADAPTER,
  },
}
