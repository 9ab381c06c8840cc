'use client'
import { Plus } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { type CreateScene, useCreateScene } from './use-create-scene'

/** Begins an empty scene. */
export function NewSceneButton({ create }: { create: CreateScene }) {
  const { pending, begin } = useCreateScene(create)
  return (
    <Button variant="primary" icon={<Icon icon={Plus} />} pending={pending !== null} onClick={() => begin('blank')}>
      New scene
    </Button>
  )
}
