export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** One request to a provider, without secrets, and with the SHA-256 and the size in place of bytes. */
export type ExchangeRequest = { method: string; url: string; body: JsonValue }

/** Its answer; `status` is null where none came. */
export type ExchangeResponse = { status: number | null; body: JsonValue }

export type ProviderExchange = { request: ExchangeRequest; response: ExchangeResponse }
