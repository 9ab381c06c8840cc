import { useToast } from './toast'

/**
 * @returns A function that copies a text and says so; `failed` says what to do where the browser does not allow it. It answers
 * whether the text was copied.
 */
export function useCopy(): (text: string, words: { done: string; failed: string }) => Promise<boolean> {
  const toast = useToast()
  return async (text, { done, failed }) => {
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      toast({ message: failed, tone: 'error' })
      return false
    }
    toast({ message: done })
    return true
  }
}
