'use client'
import { type ReactNode, useEffect, useRef } from 'react'
import { TabPanel, Tabs } from '@/components/ui/tabs'
import { Inspector } from '../inspector/inspector'
import { useEditor, useEditorActions } from '../store/context'
import { useViewportHandle } from '../viewport/viewport-handle'

const TABS = [
  { value: 'design', label: 'Design' },
  { value: 'image', label: 'Image' },
  { value: 'history', label: 'History' },
] as const

/**
 * Design, Image and History. Its background is a layer of its own, in which the 3D view cuts the hole that the live slot
 * is seen through. The Image panel stays mounted, so that a prompt survives a look at the history.
 */
export function RightPanel({ image, history }: { image: ReactNode; history: ReactNode }) {
  const tab = useEditor((state) => state.tab)
  const actions = useEditorActions()
  const handle = useViewportHandle()
  const background = useRef<HTMLDivElement>(null)

  useEffect(() => {
    handle.panelBackground = background.current
    handle.invalidate()
    return () => {
      handle.panelBackground = null
    }
  }, [handle])
  // The hole closes and opens with the tab that the slot is on, which moves no element that could be observed.
  useEffect(() => {
    if (tab) handle.invalidate()
  }, [tab, handle])

  return (
    <aside aria-label="Panel" className="relative isolate flex min-h-0 flex-col text-md">
      <div ref={background} className="absolute inset-0 -z-10 border-line border-l bg-panel" />
      <h2 className="sr-only">Panel</h2>
      <Tabs label="Panel" value={tab} onValueChange={(next) => actions.set({ tab: next })} tabs={TABS} className="flex-1">
        <TabPanel value="design" className="overflow-y-auto">
          <Inspector />
        </TabPanel>
        <TabPanel value="image" keepMounted className="overflow-y-auto">
          {image}
        </TabPanel>
        <TabPanel value="history" className="overflow-y-auto">
          {history}
        </TabPanel>
      </Tabs>
    </aside>
  )
}
