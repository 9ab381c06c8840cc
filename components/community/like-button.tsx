'use client'
import { Heart } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { useToast } from '@/components/ui/toast'
import { UNREACHABLE } from '@/lib/domain/errors'
import type { VisitorActions } from './actions'

export type LikeButtonProps = { publicationId: string; liked: boolean; likeCount: number; like: VisitorActions['like'] }

/** Likes an image once. It answers at once and is put right should the server disagree. */
export function LikeButton({ publicationId, like, ...initial }: LikeButtonProps) {
  const toast = useToast()
  const [{ liked, likeCount }, setState] = useState({ liked: initial.liked, likeCount: initial.likeCount })

  async function toggle(): Promise<void> {
    const before = { liked, likeCount }
    setState({ liked: !liked, likeCount: likeCount + (liked ? -1 : 1) })
    const result = await like(publicationId, !before.liked).catch(() => null)
    if (result?.ok) return setState(result.value)
    setState(before)
    toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
  }

  return (
    <Button
      aria-pressed={liked}
      aria-label={`Like, ${likeCount} so far`}
      icon={<Icon icon={Heart} className={liked ? 'fill-current' : undefined} />}
      onClick={() => void toggle()}
    >
      <span className="tabular-nums">{likeCount}</span>
    </Button>
  )
}
