import { createElement, Fragment, type ReactNode } from 'react'

export const Mono = ({ children }: { children: string }) => <code className="break-words font-mono text-sm text-text">{children}</code>

/** A text of the OpenAPI document, in which code stands between backticks. */
export function Words({ children }: { children: string }) {
  const parts = children.split('`').map((part, i): ReactNode => (i % 2 === 0 ? part : createElement(Mono, null, part)))
  // As arguments and not as a list: nothing here ever changes places, so nothing needs a key.
  return createElement(Fragment, null, ...parts)
}
