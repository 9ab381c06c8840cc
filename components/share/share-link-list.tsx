'use client'
import { Images, KeyRound, MoreHorizontal } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { CardRow, CardTable } from '@/components/ui/card-table'
import { Dialog } from '@/components/ui/dialog'
import { Icon } from '@/components/ui/icon'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { Pill } from '@/components/ui/pill'
import { timeAgo } from '@/components/ui/time-ago'
import { useToast } from '@/components/ui/toast'
import { UNREACHABLE } from '@/lib/domain/errors'
import type { ShareLinkView, ShareState } from '@/lib/domain/share-link'
import { EditShareDialog } from './edit-share-dialog'
import { RenewShareDialog } from './renew-share-dialog'
import type { ShareActions } from './share-actions'

export type ShareLinkListProps = {
  links: readonly ShareLinkView[]
  /** The moment of rendering. */
  nowMs: number
  actions: Pick<ShareActions, 'update' | 'revoke' | 'renew'>
}

const STATE: Record<ShareState, { words: string; dot: 'good' | 'neutral' | 'warn' }> = {
  open: { words: 'Open', dot: 'good' },
  expired: { words: 'Expired', dot: 'neutral' },
  revoked: { words: 'Revoked', dot: 'neutral' },
  forbidden: { words: 'Switched off', dot: 'warn' },
}
const KIND = { output: 'Image', selection: 'Selection', collection: 'Collection', comparison: 'Comparison' } as const
type Asking = { what: 'edit' | 'revoke' | 'renew'; link: ShareLinkView } | null

/** The links of a team in a table; on phones each is a card. */
export function ShareLinkList({ links, nowMs, actions }: ShareLinkListProps) {
  const [asking, setAsking] = useState<Asking>(null)
  const close = (open: boolean): void => {
    if (!open) setAsking(null)
  }
  return (
    <>
      <CardTable columns={['Link', 'State', 'Made', 'Expires', { name: 'Views', end: true }]}>
        {links.map((link) => (
          <LinkRow key={link.id} link={link} nowMs={nowMs} onAsk={(what) => setAsking({ what, link })} />
        ))}
      </CardTable>
      {asking?.what === 'edit' ? <EditShareDialog key={asking.link.id} link={asking.link} onOpenChange={close} update={actions.update} /> : null}
      {asking?.what === 'renew' ? <RenewShareDialog key={asking.link.id} link={asking.link} onOpenChange={close} renew={actions.renew} /> : null}
      {asking?.what === 'revoke' ? <RevokeDialog key={asking.link.id} link={asking.link} onOpenChange={close} revoke={actions.revoke} /> : null}
    </>
  )
}

type LinkRowProps = { link: ShareLinkView; nowMs: number; onAsk: (what: 'edit' | 'revoke' | 'renew') => void }

function LinkRow({ link, nowMs, onAsk }: LinkRowProps) {
  const { words, dot } = STATE[link.state]
  const ago = (ms: number): string => timeAgo(new Date(ms), new Date(nowMs))
  const ended = link.state === 'revoked' || link.state === 'expired'
  return (
    <CardRow>
      <td className="max-w-100 phone:col-start-1 phone:row-start-1">
        <div className="flex items-center gap-3">
          {link.thumbnailAssetId ? (
            <img src={`/api/files/${link.thumbnailAssetId}`} alt="" loading="lazy" className="size-10 shrink-0 rounded-sm bg-skeleton object-cover" />
          ) : (
            <span className="grid size-10 shrink-0 place-items-center rounded-sm bg-skeleton text-text-3">
              <Icon icon={Images} />
            </span>
          )}
          <div className="min-w-0">
            <p className="truncate font-medium">{link.title}</p>
            <p className="flex items-center gap-1.5 truncate text-sm text-text-3">
              {KIND[link.kind]}
              {link.kind === 'output' ? '' : `, ${link.imageCount === 1 ? '1 image' : `${link.imageCount} images`}`}
              {link.hasPassword ? (
                <>
                  <Icon icon={KeyRound} size="sm" />
                  <span>Password</span>
                </>
              ) : null}
            </p>
          </div>
        </div>
      </td>
      <td className="phone:col-start-1 phone:row-start-2 phone:mt-2">
        <Pill dot={dot}>{words}</Pill>
      </td>
      <td className="text-text-2 phone:col-start-1 phone:row-start-3 phone:mt-1.5 phone:text-sm">
        {ago(link.createdAtMs)}
        <span className="block text-sm text-text-3 phone:ml-1 phone:inline">by {link.createdByName ?? 'a former member'}</span>
      </td>
      <td className="text-text-2 phone:col-start-1 phone:row-start-4 phone:text-sm">
        <span className="hidden phone:inline">{link.expiresAtMs !== null && link.expiresAtMs <= nowMs ? 'Expired ' : 'Expires '}</span>
        {dayWords(link.expiresAtMs)}
      </td>
      <td className="text-right text-text-2 tabular-nums phone:col-start-2 phone:row-start-4 phone:text-sm">
        {link.viewCount}
        <span className="hidden phone:inline">{link.viewCount === 1 ? ' view' : ' views'}</span>
        {link.lastViewedAtMs === null ? null : <span className="block text-sm text-text-3 phone:hidden">{ago(link.lastViewedAtMs)}</span>}
      </td>
      <td className="w-12 text-right phone:col-start-2 phone:row-start-1">
        {link.mayManage ? (
          <Menu align="end" trigger={<IconButton label={`More for ${link.title}`} icon={<Icon icon={MoreHorizontal} />} />}>
            <MenuItem onSelect={() => onAsk('edit')}>Edit</MenuItem>
            <MenuItem onSelect={() => onAsk('renew')}>New address</MenuItem>
            {ended ? null : (
              <>
                <MenuSeparator />
                <MenuItem danger onSelect={() => onAsk('revoke')}>
                  Revoke
                </MenuItem>
              </>
            )}
          </Menu>
        ) : null}
      </td>
    </CardRow>
  )
}

const dayWords = (ms: number | null): string =>
  ms === null ? 'Never' : new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(ms)

type RevokeDialogProps = { link: ShareLinkView; onOpenChange: (open: boolean) => void; revoke: ShareActions['revoke'] }

function RevokeDialog({ link, onOpenChange, revoke }: RevokeDialogProps) {
  const toast = useToast()
  const [pending, setPending] = useState(false)
  async function end(): Promise<void> {
    setPending(true)
    const result = await revoke(link.id).catch(() => null)
    setPending(false)
    if (!result?.ok) return toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
    toast({ message: 'The link is revoked.' })
    onOpenChange(false)
  }
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Revoke this link?"
      description={`“${link.title}” stops at once, pictures included, for everybody who has the address. Comments that came through it stay.`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="danger" pending={pending} onClick={() => void end()}>
            Revoke link
          </Button>
        </>
      }
    />
  )
}
