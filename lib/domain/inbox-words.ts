import type { NotificationKind } from './inbox'

/**
 * The line of an inbox, in words. `data` holds what the kind speaks of:
 * `about` names the image or scene (`Vase study`), `verdict` is `approved` or `changes_requested`, `team` names a team,
 * `joined` says that an invitation was taken up, `status` is `succeeded` or `failed`. `text`, a few words of what was
 * written, stands below the line. `guest` is the name of somebody without an account.
 */
export function inboxLine({ kind, actorName, data }: { kind: NotificationKind; actorName: string | null; data: Record<string, string> }): string {
  const who = actorName ?? (data.guest ? `${data.guest}, a guest,` : 'Somebody')
  const about = data.about ? data.about : 'an image'
  const team = data.team ? data.team : 'a team'
  switch (kind) {
    case 'mention':
      return `${who} mentioned you on ${about}`
    case 'comment':
      return `${who} commented on ${about}`
    case 'approval':
      return data.verdict === 'changes_requested' ? `${who} asked for changes to ${about}` : `${who} approved ${about}`
    case 'invitation':
      return data.joined ? `${who} joined ${team}` : `${who} invited you to ${team}`
    case 'generation':
      return data.status === 'failed' ? `The images of ${about} could not be made` : `The images of ${about} are ready`
    case 'budget':
      return data.title ? data.title : 'A budget needs a look'
    case 'webhook':
      return `A webhook was switched off, because nothing arrived at ${data.host ?? 'its address'}`
  }
}
