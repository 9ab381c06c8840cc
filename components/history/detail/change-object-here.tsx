'use client'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { ChangeObject, type ChangeObjectProps, knowsObjects } from '@/components/generate/change-object/change-object'
import { WideOnly } from '../generation-toolbar'

/** Changes one object of the image of this page; the page of the new image then shows how it is made. */
export function ChangeObjectHere(props: Pick<ChangeObjectProps, 'run' | 'output' | 'engines' | 'change'>) {
  const router = useRouter()
  if (!knowsObjects(props.run)) return null
  return (
    <ChangeObject {...props} onQueued={(generationId) => router.push(`/history/${generationId}` as Route)}>
      <WideOnly>Change one object</WideOnly>
    </ChangeObject>
  )
}
