import 'server-only'
import { and, eq, isNull, type SQL } from 'drizzle-orm'
import { generationOutputs, generations } from '@/db/schema'
import type { Permission } from '@/lib/domain/roles'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'

/** Joined rows of outputs and generations that lie in no trash. */
export const outOfTrash = (): SQL | undefined => and(isNull(generationOutputs.deletedAt), isNull(generations.deletedAt), isNull(generations.purgedAt))

/** The condition, on outputs joined with their generations, that this one is there for somebody who holds a permission in its team. */
export const isVisible = (actor: Actor, outputId: string, permission: Permission): SQL | undefined =>
  and(eq(generationOutputs.id, outputId), outOfTrash(), inTeamsOf(actor, generationOutputs.teamId, permission))
