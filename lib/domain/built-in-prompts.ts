import type { PromptTemplate } from './prompt-template'

/**
 * Prompts that come with the product. Every word of them is understood by Studio, which a test holds them to. `object` and
 * `reference` are filled with the names of the scene.
 */
export const BUILT_IN_PROMPTS: readonly PromptTemplate[] = [
  { name: 'Golden hour', body: '{{object}} in {{material: polished brass}}, golden hour, long soft shadows, shallow depth of field' },
  { name: 'Product on seamless paper', body: 'Product shot, two softboxes, seamless {{backdrop colour: pale grey}} backdrop, everything in focus' },
  { name: 'Clay study', body: 'Everything in clay, overcast day, soft shadows, {{background colour: white}} background' },
  { name: 'Low key', body: 'Dark and moody, rim-lit, light from the {{side: left}}, black background, focus on {{object}}' },
  { name: 'Neon night', body: 'Neon lights, cinematic, high contrast, slight film grain, vignette' },
  {
    name: 'Window light in the morning',
    body: 'Sunrise window light from the {{side: left}}, soft shadows, slightly warm, shallow depth of field, focus on {{object}}',
  },
  {
    name: 'Pastel gradient',
    body: 'Pastel, {{upper colour: pale pink}} to {{lower colour: lavender}} gradient, softbox, {{object}} in matte {{colour: cream}} ceramic',
  },
  { name: 'Surface of a reference', body: 'Make {{object}} of {{reference}}, studio lighting, seamless backdrop, everything in focus' },
]
