'use client'
import { useState } from 'react'
import { useEditorBridge } from '@/components/editor/bridge'
import { Button } from '@/components/ui/button'
import { ChangedWords } from '@/components/ui/changed-words'
import { Dialog } from '@/components/ui/dialog'
import { useToast } from '@/components/ui/toast'
import { diffWords } from '@/lib/domain/word-diff'
import { askToImprove } from './api'
import { useGenerate, usePanel } from './generate-provider'

/** Has the prompt rewritten, shows what would change word by word, and asks. Nothing changes without a yes. */
export function ImproveButton({ readsPrompt }: { readsPrompt: boolean }) {
  const { store } = useGenerate()
  const { teamId } = useEditorBridge()
  const toast = useToast()
  const hasPrompt = usePanel(({ prompt }) => prompt.trim() !== '')
  const [asking, setAsking] = useState(false)
  const [offer, setOffer] = useState<{ before: string; after: string } | null>(null)

  async function ask(): Promise<void> {
    if (asking) return
    const before = store.getState().prompt
    setAsking(true)
    const answer = await askToImprove({ teamId, prompt: before, readsPrompt })
    setAsking(false)
    if (!answer.ok) return toast({ message: answer.error.message, tone: 'error' })
    if (answer.value.prompt === before.trim()) return toast({ message: 'The language model would change nothing.' })
    setOffer({ before, after: answer.value.prompt })
  }

  function take({ before, after }: { before: string; after: string }): void {
    store.setState({ prompt: after, submitError: null })
    setOffer(null)
    toast({ message: 'The prompt was improved.', action: { label: 'Undo', onPress: () => store.setState({ prompt: before }) } })
  }

  return (
    <>
      <button
        type="button"
        disabled={!hasPrompt}
        aria-busy={asking}
        onClick={() => void ask()}
        className="rounded-sm text-text-3 hover:text-text disabled:opacity-50 disabled:hover:text-text-3"
      >
        {asking ? 'Improving' : 'Improve'}
        <span className="sr-only"> the prompt</span>
      </button>
      <Dialog
        open={offer !== null}
        onOpenChange={(open) => !open && setOffer(null)}
        title="Take this prompt?"
        width="md"
        footer={
          offer ? (
            <>
              <Button variant="quiet" onClick={() => setOffer(null)}>
                Keep mine
              </Button>
              <Button variant="primary" onClick={() => take(offer)}>
                Take it
              </Button>
            </>
          ) : null
        }
      >
        {offer ? (
          <>
            {/* What is read aloud is the new prompt as a whole; the marks of single words are for the eye. */}
            <p className="sr-only">{offer.after}</p>
            <div aria-hidden="true" className="pt-2">
              <ChangedWords words={diffWords(offer.before, offer.after)} />
            </div>
          </>
        ) : null}
      </Dialog>
    </>
  )
}
