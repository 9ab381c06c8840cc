'use client'
import { useThree } from '@react-three/fiber'
import { useEffect } from 'react'
import { useEditorActions } from '../store/context'
import { useViewportHandle } from './viewport-handle'

/** Whether this browser draws 3D at all. Asked before the view starts, because three.js would throw in the middle of it. */
export function canDraw(): boolean {
  const context = document.createElement('canvas').getContext('webgl2')
  // Browsers keep few contexts; this one was only a question.
  context?.getExtension('WEBGL_lose_context')?.loseContext()
  return context !== null
}

/** Hears when the graphics card takes its memory back, and when it returns: then everything in it has to be made anew. */
export function ContextWatch({ onRestored }: { onRestored: () => void }) {
  const canvas = useThree((state) => state.gl.domElement)
  const handle = useViewportHandle()
  const actions = useEditorActions()
  useEffect(() => {
    const onLost = () => {
      handle.setCommands(null)
      actions.set({ view: 'lost' })
    }
    canvas.addEventListener('webglcontextlost', onLost)
    canvas.addEventListener('webglcontextrestored', onRestored)
    return () => {
      canvas.removeEventListener('webglcontextlost', onLost)
      canvas.removeEventListener('webglcontextrestored', onRestored)
    }
  }, [canvas, handle, actions, onRestored])
  return null
}
