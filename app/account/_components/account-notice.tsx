import { Notice } from '@/components/ui/notice'
import { isSignInProvider, SIGN_IN_PROVIDERS } from '@/lib/domain/sign-in'

export type AccountNoticeProps = {
  /** What the address says has just happened. */
  said: Record<string, string | string[] | undefined>
  /** What went wrong at a provider. */
  problem: string | undefined
}

/** What has just happened somewhere else and led back here. */
export function AccountNotice({ said, problem }: AccountNoticeProps) {
  const good = sentenceFor(said)
  if (!problem && !good) return null
  return <div className="mb-6 max-w-165">{problem ? <Notice tone="bad">{problem}</Notice> : <Notice tone="good">{good}</Notice>}</div>
}

function sentenceFor(said: AccountNoticeProps['said']): string | undefined {
  if (said.email === 'verified') return 'Your email address is verified.'
  if (said.email === 'changed') return 'Your email address is changed. The old one has been told.'
  if (said.password === 'removed')
    return 'Your address is verified. The password from before that is removed, since anybody could have set it. Set a new one below.'
  return isSignInProvider(said.linked) ? `${SIGN_IN_PROVIDERS[said.linked]} is linked. It signs you in from now on.` : undefined
}
