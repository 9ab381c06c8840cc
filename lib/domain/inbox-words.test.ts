import { describe, expect, test } from 'vitest'
import { NOTIFICATION_KINDS } from './inbox'
import { inboxLine } from './inbox-words'

describe('a line of the inbox', () => {
  test.each([
    ['mention', { about: 'Vase study' }, 'Ada mentioned you on Vase study'],
    ['approval', { about: 'Vase study', verdict: 'approved' }, 'Ada approved Vase study'],
    ['approval', { about: 'Vase study', verdict: 'changes_requested' }, 'Ada asked for changes to Vase study'],
    ['invitation', { team: 'Studio North' }, 'Ada invited you to Studio North'],
    ['invitation', { team: 'Studio North', joined: 'yes' }, 'Ada joined Studio North'],
    ['generation', { about: 'Vase study', status: 'failed' }, 'The images of Vase study could not be made'],
  ] as const)('of kind %s with %j reads well', (kind, data, words) => {
    expect(inboxLine({ kind, actorName: 'Ada', data: { ...data } })).toBe(words)
  })

  test('names a guest as one', () => {
    expect(inboxLine({ kind: 'comment', actorName: null, data: { guest: 'Client', about: 'Vase study' } })).toBe('Client, a guest, commented on Vase study')
  })

  test.each(NOTIFICATION_KINDS)('of kind %s still says something when nothing is known', (kind) => {
    expect(inboxLine({ kind, actorName: null, data: {} })).toMatch(/^\S.{8,}\S$/)
  })
})
