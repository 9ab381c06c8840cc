import { Fragment, type ReactNode } from 'react'
import type { OpenApiDocument, OpenApiOperation } from '@/app/_server/api/openapi'
import { cx } from '@/components/ui/cx'
import { Words } from './words'

type Json = { [key: string]: unknown }
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const METHOD: Record<string, string> = { get: 'text-text-2', post: 'text-accent-text', patch: 'text-warn' }

export type OperationProps = { method: string; path: string; operation: OpenApiOperation; document: OpenApiDocument }

/** One operation of the OpenAPI document, closed until it is wanted. */
export function Operation({ method, path, operation, document }: OperationProps) {
  const { operationId, summary, description, parameters, requestBody, responses } = operation
  const [good, answer] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? ['200', {}]
  const failures = Object.entries(responses).filter(([status]) => !status.startsWith('2'))
  return (
    <details id={operationId} className="group border-line border-t first:border-t-0">
      <summary className="flex min-h-11 cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2 hover:bg-raised focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
        <span className={cx('w-12 font-medium font-mono text-sm', METHOD[method])}>{method.toUpperCase()}</span>
        <span className="min-w-0 break-all font-mono text-sm">{path}</span>
        <span className="ml-auto text-md text-text-2 phone:ml-0 phone:w-full phone:pl-15">{summary}</span>
      </summary>
      <div className="flex flex-col gap-4 border-line border-t bg-bg px-4 py-4 text-md">
        {description ? (
          <p className="max-w-[70ch] text-text-2">
            <Words>{description}</Words>
          </p>
        ) : null}
        <p>
          <span className="text-text-3">Scope</span> <code className="font-mono text-sm">{operation['x-scope']}</code>
        </p>
        {parameters.length > 0 ? (
          <Part title="Parameters">
            {parameters.map((parameter) => (
              <Line key={`${parameter.in} ${parameter.name}`} name={parameter.name} kind={kindOf(parameter.schema)} required={parameter.required}>
                {[parameter.in === 'path' ? null : `In the ${parameter.in}.`, parameter.description].filter(Boolean).join(' ')}
              </Line>
            ))}
          </Part>
        ) : null}
        {isJson(requestBody) ? (
          <Part title="Request">
            <Fields content={requestBody.content} document={document} marks />
          </Part>
        ) : null}
        <Part title={`Answer, ${good}`}>
          <Fields content={answer.content} document={document} />
        </Part>
        <p className="text-sm text-text-3">
          Can be refused with{' '}
          {failures.map(([status, { description: codes }], index) => (
            <span key={status}>
              {index > 0 ? ', ' : ''}
              {status} {String(codes)}
            </span>
          ))}
          .
        </p>
      </div>
    </details>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h4 className="mb-1.5 font-medium text-sm text-text-3">{title}</h4>
      <dl className="flex flex-col gap-1.5">{children}</dl>
    </div>
  )
}

function Line({ name, kind, required, children }: { name: string; kind: string; required?: boolean; children?: string }) {
  return (
    <div className="grid grid-cols-[220px_minmax(0,1fr)] gap-x-4 phone:grid-cols-1">
      <dt className="break-words font-mono text-sm">
        {name}
        {required ? <span className="text-text-3"> required</span> : null}
      </dt>
      <dd className="text-text-2">
        <span className="font-mono text-sm text-text-3">{kind}</span>
        {children ? (
          <span className="block">
            <Words>{children}</Words>
          </span>
        ) : null}
      </dd>
    </div>
  )
}

const NESTED_MAX = 2

/** @param marks names what a request has to hold. */
function Fields({ content, document, marks = false }: { content: unknown; document: OpenApiDocument; marks?: boolean }) {
  const types = isJson(content) ? Object.keys(content) : []
  const json = isJson(content) ? content['application/json'] : undefined
  if (!isJson(json) || !isJson(json.schema)) return <Line name="body" kind={types.join(', ')} />
  return <Properties schema={json.schema} document={document} prefix="" depth={0} marks={marks} />
}

type PropertiesProps = { schema: Json; document: OpenApiDocument; prefix: string; depth: number; marks: boolean }

/** Every field with its type, those of objects and of lists below their own with a dot between. */
function Properties({ schema, document, prefix, depth, marks }: PropertiesProps): ReactNode {
  const resolved = resolve(schema, document)
  if (!isJson(resolved.properties)) return null
  const required = Array.isArray(resolved.required) ? resolved.required : []
  return Object.entries(resolved.properties).map(([name, value]) => {
    if (!isJson(value)) return null
    const inner = innerOf(value, document)
    const goesOn = inner !== null && depth < NESTED_MAX && nameOf(value) !== 'SceneDocument'
    return (
      <Fragment key={name}>
        <Line name={prefix + name} kind={kindOf(value)} required={marks && required.includes(name)}>
          {[
            value.description,
            value.default === undefined || isJson(value.default) || Array.isArray(value.default) ? null : `Default ${JSON.stringify(value.default)}.`,
          ]
            .filter(Boolean)
            .join(' ')}
        </Line>
        {goesOn ? (
          <Properties
            schema={inner}
            document={document}
            prefix={`${prefix}${name}${kindOf(value).startsWith('array') ? '[]' : ''}.`}
            depth={depth + 1}
            marks={marks}
          />
        ) : null}
      </Fragment>
    )
  })
}

const refOf = (schema: Json): string | null => (typeof schema.$ref === 'string' ? schema.$ref : null)
const nameOf = (schema: Json): string | null => refOf(schema)?.split('/').at(-1) ?? null

function resolve(schema: Json, document: OpenApiDocument): Json {
  const name = nameOf(schema)
  return name === null ? schema : (document.components.schemas[name] ?? {})
}

/** What is inside of an object, of a list of objects, or of an object that may be null. */
function innerOf(schema: Json, document: OpenApiDocument): Json | null {
  const resolved = resolve(schema, document)
  if (isJson(resolved.properties)) return resolved
  if (isJson(resolved.items)) return innerOf(resolved.items, document)
  if (Array.isArray(resolved.anyOf)) {
    const some = resolved.anyOf.filter(isJson).find((each) => isJson(resolve(each, document).properties))
    return some ? resolve(some, document) : null
  }
  return null
}

function kindOf(schema: Json): string {
  const name = nameOf(schema)
  if (name !== null) return name
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if ('const' in schema) return JSON.stringify(schema.const)
  if (Array.isArray(schema.anyOf)) return schema.anyOf.filter(isJson).map(kindOf).join(' | ')
  if (schema.type === 'array') return isJson(schema.items) ? `array of ${kindOf(schema.items)}` : 'array'
  return Array.isArray(schema.type) ? schema.type.join(' | ') : String(schema.type ?? 'anything')
}
