import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { API_SCOPES } from '@/lib/domain/api-token'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import { openApiDocument } from './openapi'
import { OPERATIONS } from './operations'

const ROOT = path.join(process.cwd(), 'app/api/v1')
const METHODS = /export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE|HEAD)\b/g
/** What stands below /api/v1 and is no operation: the document itself, and whatever has no other address. */
const OTHERS = ['/openapi.json', '/{...path}']

const document = openApiDocument('https://maquette.example.com')
const everything = JSON.stringify(document)

/** All routes as `GET /scenes/{sceneId}`, read from the files. */
async function routes(): Promise<string[]> {
  const found: string[] = []
  for (const file of (await readdir(ROOT, { recursive: true })).filter((name) => name.endsWith('route.ts'))) {
    const address = `/${path.dirname(file).replace(/\[(.+?)\]/g, '{$1}')}`
    const text = await readFile(path.join(ROOT, file), 'utf8')
    if (!OTHERS.includes(address)) for (const [, method] of text.matchAll(METHODS)) found.push(`${method} ${address}`)
  }
  return found.sort()
}

describe('the OpenAPI document', () => {
  test('describes every route below /api/v1 and no other', async () => {
    const described = Object.entries(document.paths).flatMap(([address, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${address}`))
    expect(described.sort()).toEqual(await routes())
    expect(described).toHaveLength(Object.keys(OPERATIONS).length)
  })

  test('has the parts that OpenAPI 3.1 asks for', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/)
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) })
    expect(document.servers).toEqual([{ url: 'https://maquette.example.com/api/v1' }])
    const ids: string[] = []
    for (const [address, methods] of Object.entries(document.paths)) {
      expect(address).toMatch(/^\/[\w/{}]+$/)
      const inPath = [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      for (const operation of Object.values(methods)) {
        ids.push(operation.operationId)
        expect(operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(inPath)
        const names = operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`)
        expect(new Set(names).size).toBe(names.length)
        for (const [status, response] of Object.entries(operation.responses)) {
          expect(status).toMatch(/^[2-5]\d\d$/)
          expect(response.description).toEqual(expect.any(String))
        }
        expect(Object.keys(operation.responses).filter((status) => status.startsWith('2'))).toHaveLength(1)
        expect(API_SCOPES).toContain(operation['x-scope'])
        expect(operation.security).toEqual([{ token: [] }])
      }
    }
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('points only at parts that it has, and every schema is used', () => {
    const named = [...everything.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = '']) => ref)
    for (const ref of named) {
      const found = ref
        .slice(2)
        .split('/')
        .reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], document)
      expect(found, ref).toBeDefined()
    }
    for (const name of Object.keys(document.components.schemas)) expect(named).toContain(`#/components/schemas/${name}`)
  })

  test('holds JSON Schemas that tell what fits from what does not', () => {
    const schemaOf = (name: string) =>
      z.fromJSONSchema(
        JSON.parse(
          JSON.stringify({ $ref: `#/components/schemas/${name}`, $defs: document.components.schemas }).replaceAll('#/components/schemas/', '#/$defs/'),
        ),
      )
    for (const { document: scene } of Object.values(SAMPLE_SCENES)) expect(schemaOf('NewScene').safeParse({ name: 'Vase', document: scene }).success).toBe(true)
    expect(schemaOf('NewScene').safeParse({ name: 'Vase', document: { ...SAMPLE_SCENES.plinth.document, more: 1 } }).success).toBe(false)
    expect(schemaOf('GenerateRequest').safeParse({ sceneId: 'scn_1' }).success).toBe(true)
    expect(schemaOf('GenerateRequest').safeParse({ sceneId: 'scn_1', ratio: '7:1' }).success).toBe(false)
    expect(schemaOf('GenerateRequest').safeParse({ sceneId: 'scn_1', teamId: 'team_2' }).success).toBe(false)
  })
})
