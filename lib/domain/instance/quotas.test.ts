import { describe, expect, test } from 'vitest'
import { allowsEngine, NO_QUOTAS, OWN_WORKFLOWS, quotasFormOf, quotasFormSchema, storageFullWords, storageWords } from './quotas'

const form = { images: '', dollars: '', gigabytes: '', open: '' }

describe('the form of the quotas', () => {
  test('takes nothing as no limit and 0 as blocked', () => {
    expect(quotasFormSchema.parse(form)).toEqual(NO_QUOTAS)
    expect(quotasFormSchema.parse({ images: '0', dollars: '0', gigabytes: '0', open: '0' })).toEqual({
      imagesMonthMax: 0,
      moneyMonthMicroUsdMax: 0,
      storageBytesMax: 0,
      openGenerationsMax: 0,
    })
  })

  test('reads dollars to the micro-dollar and gigabytes to the byte, with or without separators', () => {
    expect(quotasFormSchema.parse({ images: '10,000', dollars: '12.345678', gigabytes: '1.5', open: ' 8 ' })).toEqual({
      imagesMonthMax: 10_000,
      moneyMonthMicroUsdMax: 12_345_678,
      storageBytesMax: 1_500_000_000,
      openGenerationsMax: 8,
    })
  })

  test.each(['-1', '1e3', 'many', '1.5', '99999999999', 'NaN', ','])('refuses %j as a number of images, with a sentence for the field', (images) => {
    const parsed = quotasFormSchema.safeParse({ ...form, images })
    expect(parsed.error?.issues[0]?.path).toEqual(['images'])
  })

  test('shows what was kept as it was typed', () => {
    const typed = { images: '500', dollars: '12.5', gigabytes: '0.25', open: '0' }
    expect(quotasFormOf(quotasFormSchema.parse(typed))).toEqual(typed)
    expect(quotasFormOf(NO_QUOTAS)).toEqual(form)
  })
})

test('a list of engines holds what it names, and workflows of the team where it names these', () => {
  expect(allowsEngine(null, 'fal')).toBe(true)
  expect(allowsEngine([], 'studio')).toBe(false)
  expect(allowsEngine(['studio'], 'studio')).toBe(true)
  expect(allowsEngine(['studio'], 'comfyui:wfl_1')).toBe(false)
  expect(allowsEngine([OWN_WORKFLOWS], 'comfyui:wfl_1')).toBe(true)
  expect(allowsEngine([OWN_WORKFLOWS], 'comfyui:flux-depth')).toBe(false)
})

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [1_234_000, '1.2 MB'],
  [850_000_000, '850 MB'],
  [2.5e12, '2.5 TB'],
])('%d bytes are %s', (bytes, words) => {
  expect(storageWords(bytes)).toBe(words)
})

test('a full storage is told with what is kept and what may be kept', () => {
  expect(storageFullWords(2e9, 1e9)).toBe("The team's storage is full: 2 GB of 1 GB. Empty the trash, or ask whoever runs this Maquette for more.")
  expect(storageFullWords(0, 0)).toBe('This team may keep no files. Ask whoever runs this Maquette.')
})
