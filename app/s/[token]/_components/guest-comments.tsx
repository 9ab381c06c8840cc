'use client'
import { type Ref, useState } from 'react'
import { ActionForm, type FormAction } from '@/app/_components/form'
import { LocalTime } from '@/components/history/local-time'
import { Avatar } from '@/components/ui/avatar'
import { cx } from '@/components/ui/cx'
import { Field, Input, Textarea } from '@/components/ui/field'
import { GUEST_COMMENT_LENGTH_MAX, GUEST_NAME_LENGTH_MAX, type SharedComment, type SharedImage } from '@/lib/domain/share-link'
import { imageUrl, nameOf } from './shared-image'

export type GuestCommentsProps = {
  ref?: Ref<HTMLElement>
  token: string
  images: readonly SharedImage[]
  comments: readonly SharedComment[]
  /** The image that is spoken about. */
  about: string
  onAbout: (outputId: string) => void
  comment: FormAction<SharedComment>
}

/** What visitors of this link said, and a form to say more: a name and plain words, no account. */
export function GuestComments({ ref, token, images, comments, about, onAbout, comment }: GuestCommentsProps) {
  const [added, setAdded] = useState<readonly SharedComment[]>([])
  const [name, setName] = useState('')
  const said = [...comments, ...added.filter(({ id }) => !comments.some((each) => each.id === id))]
  const send: FormAction<SharedComment> = async (previous, form) => {
    const result = await comment(previous, form)
    if (result?.ok) setAdded((present) => [...present, result.value])
    return result
  }
  return (
    <section ref={ref} aria-labelledby="share-comments" className="mt-8 min-w-0 max-w-140">
      <h2 id="share-comments" className="font-semibold text-xl">
        Comments{said.length > 0 ? <span className="ml-2 font-normal text-text-3 tabular-nums">{said.length}</span> : null}
      </h2>
      {said.length > 0 ? (
        <ol className="mt-3 flex flex-col gap-4">
          {said.map((each) => {
            const at = images.findIndex(({ outputId }) => outputId === each.outputId)
            const image = images[at]
            return (
              <li key={each.id} className="flex gap-3">
                <Avatar name={each.guestName} size="lg" />
                <div className="min-w-0 flex-1">
                  <p className="flex flex-wrap items-baseline gap-x-2 text-md">
                    <b className="min-w-0 break-words font-medium">{each.guestName}</b>
                    <span className="text-sm text-text-3">
                      <LocalTime ms={each.createdAtMs} />
                    </span>
                  </p>
                  <p className="mt-0.5 whitespace-pre-wrap break-words">{each.body}</p>
                </div>
                {images.length > 1 && image ? (
                  <img
                    src={imageUrl(token, image.outputId, 'small')}
                    alt={`About ${nameOf(image, at, images.length)}`}
                    loading="lazy"
                    className="h-12 w-auto max-w-20 self-start rounded-sm object-cover"
                  />
                ) : null}
              </li>
            )
          })}
        </ol>
      ) : null}
      <div className="mt-5">
        <ActionForm action={send} submitLabel="Send comment" variant="secondary" success="Sent. The team sees it beside the image.">
          {(errors) => (
            <>
              <input type="hidden" name="token" value={token} />
              <input type="hidden" name="outputId" value={about} />
              {images.length > 1 ? <About token={token} images={images} about={about} onAbout={onAbout} /> : null}
              <Field label="Your name" error={errors.name}>
                {/* React holds it, so that it stays for the next comment while the rest of the form is emptied. */}
                <Input
                  name="name"
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                  maxLength={GUEST_NAME_LENGTH_MAX}
                  autoComplete="name"
                  required
                />
              </Field>
              <Field label="Comment" error={errors.body}>
                <Textarea name="body" maxLength={GUEST_COMMENT_LENGTH_MAX} required />
              </Field>
            </>
          )}
        </ActionForm>
      </div>
    </section>
  )
}

type AboutProps = Pick<GuestCommentsProps, 'token' | 'images' | 'about' | 'onAbout'>

/** Which image is spoken about: a radio group of small pictures. */
function About({ token, images, about, onAbout }: AboutProps) {
  return (
    <fieldset>
      <legend className="mb-2 font-medium text-sm text-text-2">About</legend>
      <div className="flex gap-2 overflow-x-auto p-1">
        {images.map((image, i) => (
          <label
            key={image.outputId}
            className={cx(
              'relative block h-14 shrink-0 overflow-hidden rounded-sm outline-offset-2 has-focus-visible:outline-2 has-focus-visible:outline-accent-text',
              image.outputId === about ? 'outline-2 outline-text' : 'opacity-70 hover:opacity-100',
            )}
          >
            <input
              type="radio"
              name="about"
              aria-label={nameOf(image, i, images.length)}
              checked={image.outputId === about}
              onChange={() => onAbout(image.outputId)}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            <img src={imageUrl(token, image.outputId, 'small')} alt="" width={image.width} height={image.height} loading="lazy" className="h-full w-auto" />
          </label>
        ))}
      </div>
    </fieldset>
  )
}
