import { ShareFrame } from './_components/share-frame'

/** The same for a link that expired, was revoked or never was, so that nobody learns which. */
export default function LinkEnded() {
  return (
    <ShareFrame narrow>
      <h1 className="font-semibold text-2xl">This link does not work any more</h1>
      <p className="mt-1 text-text-2">Ask the person who sent it for a new one. If you typed the address, check it for a slip.</p>
    </ShareFrame>
  )
}
