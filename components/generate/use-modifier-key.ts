'use client'
import { useSyncExternalStore } from 'react'

const subscribe = () => () => {}

/** `⌘` on Apple's systems, `Ctrl` elsewhere and on the server. */
export const useModifierKey = (): '⌘' | 'Ctrl' =>
  useSyncExternalStore(
    subscribe,
    () => (/mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘' : 'Ctrl'),
    () => 'Ctrl',
  )
