import { createContext, useContext } from 'react'

/** What the 3D view can do once it runs. */
export type ViewportCommands = {
  capture: (pixels: { width: number; height: number }) => Promise<Blob>
  /** Moves the camera so that the selection, or everything, fills the frame. */
  frame: () => void
  /** The point looked at and its distance in metres. */
  focus: () => { target: [number, number, number]; distance: number }
  /** The surface a step in front of the point looked at, where something new stands in sight. */
  standingPlace: (step: number) => [number, number, number]
}

/**
 * The meeting point of the page and the 3D view. The page registers the elements that the one canvas behind it shows
 * through; the view measures them whenever it draws. Plain properties instead of React state: nothing here re-renders.
 */
export type ViewportHandle = {
  stage: HTMLElement | null
  /** The live slot of the Image panel, while that panel is shown. */
  slot: HTMLElement | null
  /** The right panel's background, which gets a hole where the slot is. */
  panelBackground: HTMLElement | null
  /** Asks for one frame. A no-op until the view runs. */
  invalidate: () => void
  /** Asks for one frame with new shadows: something in the scene changed, not the camera alone. */
  contentChanged: () => void
  /** Puts the view up anew after it stopped. */
  restart: () => void
  commands: ViewportCommands | null
  /** Resolves when the view runs; another promise each time after it has stopped. */
  ready: Promise<ViewportCommands>
  setCommands: (commands: ViewportCommands | null) => void
}

export function createViewportHandle(): ViewportHandle {
  let resolve: (commands: ViewportCommands) => void = () => {}
  const soon = () =>
    new Promise<ViewportCommands>((done) => {
      resolve = done
    })
  const handle: ViewportHandle = {
    stage: null,
    slot: null,
    panelBackground: null,
    invalidate: () => {},
    contentChanged: () => {},
    restart: () => {},
    commands: null,
    ready: soon(),
    setCommands(commands) {
      handle.commands = commands
      if (commands) resolve(commands)
      else handle.ready = soon()
    },
  }
  return handle
}

const HandleContext = createContext<ViewportHandle | null>(null)
export const ViewportHandleProvider = HandleContext.Provider

export function useViewportHandle(): ViewportHandle {
  const handle = useContext(HandleContext)
  if (!handle) throw new Error('useViewportHandle needs a ViewportHandleProvider above it.')
  return handle
}
