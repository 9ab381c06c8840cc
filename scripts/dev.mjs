// `npm run dev`: the same web, worker and database as `npm start`, from the sources and reloading as they change.
import { serve } from './lib/serve.mjs'

await serve({ mode: 'development' })
