import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'

let server: Server | undefined
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  server?.close()
  server = undefined
})

/** An SMTP server that takes every message, or refuses every recipient. */
async function startSmtp(refuses: boolean): Promise<{ url: string; received: () => string }> {
  let received = ''
  const running = createServer((socket) => {
    let inData = false
    socket.write('220 test\r\n')
    socket.on('data', (chunk) => {
      const text = chunk.toString()
      received += text
      if (inData) {
        if (!text.endsWith('\r\n.\r\n')) return
        inData = false
        socket.write('250 taken\r\n')
      } else if (text.startsWith('DATA')) {
        inData = true
        socket.write('354 go on\r\n')
      } else if (text.startsWith('RCPT') && refuses) socket.write('550 nobody here\r\n')
      else if (text.startsWith('QUIT')) socket.end('221 bye\r\n')
      else socket.write('250 ok\r\n')
    })
    socket.on('error', () => socket.destroy())
  })
  server = running
  await new Promise<void>((resolve) => running.listen(0, '127.0.0.1', resolve))
  return { url: `smtp://127.0.0.1:${(running.address() as AddressInfo).port}`, received: () => received }
}

const mail = {
  to: 'zoe@example.org',
  subject: 'Set a new password\r\nBcc: evil@example.org',
  text: 'Open this address.',
  link: 'http://localhost/reset-password/abc',
}
const load = async (): Promise<typeof import('./mail')> => {
  vi.resetModules()
  return import('./mail')
}

test('without a mail server the link is printed to the terminal, and the caller learns it', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const { sendMail } = await load()
  expect(await sendMail(mail)).toEqual({ delivered: 'terminal' })
  expect(write.mock.calls.join('')).toContain('http://localhost/reset-password/abc')
})

test('with a mail server the message is sent, and a line break in the subject adds no header', async () => {
  const smtp = await startSmtp(false)
  vi.stubEnv('SMTP_URL', smtp.url)
  vi.stubEnv('AUTH_URL', 'https://maquette.example.com')
  const { sendMail } = await load()
  expect(await sendMail(mail)).toEqual({ delivered: 'smtp' })
  expect(smtp.received()).toContain('RCPT TO:<zoe@example.org>')
  expect(smtp.received()).toContain('http://localhost/reset-password/abc')
  expect(smtp.received()).not.toMatch(/^Bcc:/m)
})

test('a mail server that refuses is reported in a sentence', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const smtp = await startSmtp(true)
  vi.stubEnv('SMTP_URL', smtp.url)
  vi.stubEnv('AUTH_URL', 'https://maquette.example.com')
  const { sendMail } = await load()
  await expect(sendMail(mail)).rejects.toMatchObject({ code: 'unavailable', userMessage: expect.stringContaining('could not be sent') })
})
