import { expect, test } from 'vitest'
import { comparisonName, downloadName, passDownloadName } from './download-name'

const file = { sceneName: 'Still life, autumn table', prompt: 'Golden hour on a concrete table, long soft shadows, smell of rain', index: 0, images: 1 }

test('a download is named after its scene and the first words of its prompt', () => {
  expect(downloadName(file, 'jpeg')).toBe('still-life-autumn-table-golden-hour-on-a-concrete-table-long-soft.jpg')
})

test('several images of one prompt are numbered from 1', () => {
  expect(downloadName({ ...file, prompt: 'Dusk', index: 2, images: 4 }, 'webp')).toBe('still-life-autumn-table-dusk-3.webp')
})

test('nothing of a name can leave its folder or break a header', () => {
  expect(downloadName({ ...file, sceneName: '../../etc/passwd', prompt: 'a"b\r\nSet-Cookie: x' }, 'png')).toBe('etc-passwd-a-b-set-cookie-x.png')
})

test('letters of every language stay, and nothing at all still gives a name', () => {
  expect(downloadName({ ...file, sceneName: 'Stühle', prompt: '黄昏' }, 'png')).toBe('stühle-黄昏.png')
  expect(downloadName({ ...file, sceneName: null, prompt: '…' }, 'png')).toBe('maquette.png')
})

test('a pass is named after its scene, its prompt and what it holds', () => {
  expect(passDownloadName({ sceneName: 'Stühle', prompt: 'Dusk' }, 'normals')).toBe('stühle-dusk-normals.exr')
  expect(passDownloadName({ sceneName: null, prompt: '' }, 'ids')).toBe('maquette-ids.png')
})

test('several images in one are named after the scene that they share, and by their letters', () => {
  expect(comparisonName('Stühle', 3)).toBe('stühle-compare-abc.png')
  expect(comparisonName(null, 2)).toBe('maquette-compare-ab.png')
})
