import type { Result } from '@/lib/domain/errors'
import type { PromptTemplate } from '@/lib/domain/prompt-template'

/** The server actions of the team's prompt library. */
export type LibraryActions = {
  create: (teamId: string, template: PromptTemplate) => Promise<Result<{ id: string }>>
  update: (promptId: string, template: PromptTemplate) => Promise<Result<null>>
  remove: (promptId: string) => Promise<Result<null>>
  restore: (promptId: string) => Promise<Result<null>>
}

/** What helps with writing; the route hands it in. */
export type PromptHelp = {
  /** Null for who may use the library and not change it. */
  library: LibraryActions | null
  /** Whether a language model is set up here, and this person may make images. */
  canImprove: boolean
}
