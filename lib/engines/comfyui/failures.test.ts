import { describe, expect, test } from 'vitest'
import { fromHistory, fromRefusal, plainReason } from './failures'

const refusal = (node: string, error: { type: string; message: string; details?: string; extra_info?: Record<string, unknown> }) => ({
  error: { type: 'prompt_outputs_failed_validation', message: 'Prompt outputs failed validation', details: '', extra_info: {} },
  node_errors: { '4': { class_type: node, errors: [{ details: '', extra_info: {}, ...error }] } },
})

test("somebody else's words lose their folders, their further lines and what cannot be seen", () => {
  expect(plainReason('No such file: /home/ann/ComfyUI/models/vae/ae.safetensors\nTraceback')).toBe('No such file: ae.safetensors')
  expect(plainReason('C:\\Users\\ann\\ComfyUI\\models\\x.pt is broken!')).toBe('x.pt is broken')
  expect(plainReason(`a\u0007b\u200bc ${'long '.repeat(100)}`)).toMatch(/^a b c long/)
  expect(plainReason('long '.repeat(100)).length).toBeLessThanOrEqual(240)
})

describe('a prompt that was not taken', () => {
  test('for a node that newer servers name beside the message', () => {
    const error = { type: 'missing_node_type', message: 'Something', details: '', extra_info: { class_type: 'CFGNorm' } }
    expect(fromRefusal(400, { error, node_errors: {} })).toMatchObject({
      code: 'not_configured',
      userMessage: 'ComfyUI does not know the node CFGNorm. Whoever runs it has to bring it up to date, or install the extension with that node.',
    })
  })

  test('for an upload that is gone may be tried again', () => {
    expect(fromRefusal(400, refusal('LoadImage', { type: 'custom_validation_failed', message: 'Custom validation failed for node' })).code).toBe('transient')
  })

  test('for a choice that an older server does not know names the choice', () => {
    const info = { input_name: 'reference_latents_method', received_value: 'index_timestep_zero' }
    const error = fromRefusal(
      400,
      refusal('FluxKontextMultiReferenceLatentMethod', { type: 'value_not_in_list', message: 'Value not in list', extra_info: info }),
    )
    expect(error.userMessage).toContain('Value not in list: reference_latents_method index_timestep_zero')
  })

  test('without a word that can be read', () => {
    expect(fromRefusal(418, null)).toMatchObject({ code: 'unsupported', userMessage: 'ComfyUI does not take this request (418).' })
  })
})

describe('a prompt that ran', () => {
  test('is no failure when it succeeded, or when an old server says nothing', () => {
    expect(fromHistory({ outputs: {}, status: { status_str: 'success', messages: [] } })).toBeNull()
    expect(fromHistory({ outputs: {} })).toBeNull()
  })

  test('and lacked the model of an IP-Adapter is a matter of setting up', () => {
    const message: [string, Record<string, unknown>] = ['execution_error', { exception_message: 'IPAdapter model not found.', exception_type: 'Exception' }]
    expect(fromHistory({ outputs: {}, status: { status_str: 'error', messages: [message] } })).toMatchObject({
      code: 'not_configured',
      userMessage: 'ComfyUI lacks a model: IPAdapter model not found. Whoever runs it has to add it.',
    })
  })
})
