import { PASS_EXTENSIONS, type PassKind } from './passes'

const SCENE_LENGTH_MAX = 40
const PROMPT_LENGTH_MAX = 48
const EXTENSION = { png: 'png', jpeg: 'jpg', webp: 'webp' } as const

/** What a file system of any kind takes: letters and digits of every language, joined by hyphens, cut at a word. */
function slug(text: string, lengthMax: number): string {
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  let joined = ''
  for (const word of words) {
    const next = joined === '' ? word : `${joined}-${word}`
    if (next.length > lengthMax) return joined === '' ? word.slice(0, lengthMax) : joined
    joined = next
  }
  return joined
}

/** A file name from scene and prompt: `still-life-golden-hour-on-concrete.png`; several images of one prompt are numbered from 1. */
export function downloadName(file: { sceneName: string | null; prompt: string; index: number; images: number }, format: keyof typeof EXTENSION): string {
  return `${joined(file, file.images > 1 ? String(file.index + 1) : '')}.${EXTENSION[format]}`
}

/** The name itself, or with a number before its ending where it is taken, in a file system that knows no capital letters too. */
export function ownName(name: string, taken: Set<string>): string {
  const dot = name.lastIndexOf('.')
  const [stem, ending] = [name.slice(0, dot), name.slice(dot)]
  let own = name
  for (let n = 2; taken.has(own.toLowerCase()); n++) own = `${stem}-${n}${ending}`
  taken.add(own.toLowerCase())
  return own
}

/** A file name for several images in one: `still-life-compare-abc.png`. */
export const comparisonName = (sceneName: string | null, pictures: number): string =>
  `${[slug(sceneName ?? '', SCENE_LENGTH_MAX) || 'maquette', 'compare', 'abcd'.slice(0, pictures)].join('-')}.png`

/** As {@link downloadName}, for a pass: `still-life-golden-hour-on-concrete-depth.exr`. */
export function passDownloadName(file: { sceneName: string | null; prompt: string }, kind: PassKind): string {
  return `${joined(file, kind)}.${PASS_EXTENSIONS[kind]}`
}

function joined(file: { sceneName: string | null; prompt: string }, last: string): string {
  const parts = [slug(file.sceneName ?? '', SCENE_LENGTH_MAX), slug(file.prompt, PROMPT_LENGTH_MAX)].filter((part) => part !== '')
  return [...(parts.length > 0 ? parts : ['maquette']), ...(last === '' ? [] : [last])].join('-')
}

/** A file name for everything of a team on one day: `maquette-studio-north-2026-11-23.zip`. */
export const exportName = (teamName: string, day: string): string => `${['maquette', slug(teamName, SCENE_LENGTH_MAX), day].filter(Boolean).join('-')}.zip`
