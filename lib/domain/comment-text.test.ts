import { describe, expect, test } from 'vitest'
import { commentParts, mentionedIn, mentionQuery } from './comment-text'

const ada = { id: 'usr_a', name: 'Ada' }
const lovelace = { id: 'usr_l', name: 'Ada Lovelace' }
const bo = { id: 'usr_b', name: 'Bo' }
const people = [ada, lovelace, bo]
const SITE = 'https://maquette.example.com'

describe('who is mentioned', () => {
  test('the longest name counts, in any case, and each person once', () => {
    expect(mentionedIn('@ada lovelace and @Bo, look. @Bo!', people, [])).toEqual(['usr_l', 'usr_b'])
    expect(mentionedIn('@Ada, look', people, [])).toEqual(['usr_a'])
  })

  test('an address of mail, a part of a word and a name without @ mention nobody', () => {
    expect(mentionedIn('write to x@bo, @Boris, Bo', people, [])).toEqual([])
  })

  test('of two people with one name the chosen one is meant, and nobody when none was chosen', () => {
    const twins = [bo, { id: 'usr_2', name: 'Bo' }]
    expect(mentionedIn('@Bo', twins, ['usr_2'])).toEqual(['usr_2'])
    expect(mentionedIn('@Bo', twins, [])).toEqual([])
  })

  test('somebody who was chosen and then taken out of the text is not mentioned', () => {
    expect(mentionedIn('Nobody here', people, ['usr_a'])).toEqual([])
  })
})

describe('what a comment shows', () => {
  test('addresses of this site are links, with what follows them left out', () => {
    expect(commentParts(`See ${SITE}/history/gen_1?image=2.`, [], SITE)).toEqual([
      { kind: 'text', text: 'See ' },
      { kind: 'link', text: `${SITE}/history/gen_1?image=2`, href: '/history/gen_1?image=2' },
      { kind: 'text', text: '.' },
    ])
  })

  test.each([
    'https://evil.example.com/x',
    'javascript:alert(1)',
    `${SITE}.evil.com/`,
    `https://maquette.example.com@evil.com/`,
    'http://maquette.example.com/',
  ])('%s stays words', (text) => {
    expect(commentParts(text, [], SITE)).toEqual([{ kind: 'text', text }])
  })

  test('only people who were mentioned stand out', () => {
    expect(commentParts('@Bo and @Ada', [bo], SITE)).toEqual([
      { kind: 'mention', text: '@Bo', userId: 'usr_b' },
      { kind: 'text', text: ' and @Ada' },
    ])
  })

  test('nothing of the text is lost', () => {
    const body = `a @Bo  ${SITE}/x, @Ada\n${SITE}/y`
    expect(
      commentParts(body, people, SITE)
        .map(({ text }) => text)
        .join(''),
    ).toBe(body)
  })
})

test('a name is being written between an @ and the caret, with up to two spaces', () => {
  expect(mentionQuery('Hello @Ad', 9)).toEqual({ start: 6, query: 'Ad' })
  expect(mentionQuery('@Ada Lo', 7)).toEqual({ start: 0, query: 'Ada Lo' })
  expect(mentionQuery('@Ada Lo is here now', 19)).toBeNull()
  expect(mentionQuery('mail@x', 6)).toBeNull()
  expect(mentionQuery('@a\nb', 4)).toBeNull()
})
