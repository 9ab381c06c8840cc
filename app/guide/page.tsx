import type { Metadata, Route } from 'next'
import { CommunityLink } from '@/app/_components/community-link'
import { OpenFrame } from '@/app/_components/open-frame'
import { currentActor } from '@/app/_server/actor'
import { BeforeAfter } from '@/components/community/before-after'
import { LinkButton } from '@/components/ui/link-button'
import { isGalleryOpen } from '@/lib/data/community/queries'
import { GUIDE_PAIRS, type GuidePair, guidePicture } from '@/lib/domain/community/guide-pairs'
import { GUIDE_COLORS, GUIDE_WORDS, type GuideWords } from '@/lib/domain/community/guide-words'

export const metadata: Metadata = { title: 'Prompt guide', description: 'Habits that make a better picture, each with a before and an after.' }

const LONGER_SIDE = 960

const WRITING = [
  {
    what: '@ names one thing',
    how: 'Type @ and choose an object or a reference. “Make @Vase of @Reference 2” means that vase and no other, with the surface of that picture.',
  },
  { what: 'Arrow up', how: 'At the very beginning of the prompt it brings back what this scene was made with before. Arrow down returns to what you wrote.' },
  {
    what: 'Library',
    how: 'Prompts of your team, and eight that come with Maquette. Words in double braces, such as {{material: oak}}, are asked for each time.',
  },
] as const

/** How to write a prompt that Studio acts on: lessons with two pictures each, then every word that it reads. */
export default async function GuidePage() {
  const isOpen = await isGalleryOpen(await currentActor())
  return (
    <OpenFrame current="guide" path="/guide">
      <div className="mx-auto max-w-240">
        <div className="flex flex-wrap items-start justify-between gap-4">
          <div>
            <h1 className="font-semibold text-3xl phone:text-2xl">Prompt guide</h1>
            <p className="mt-2 max-w-[60ch] text-lg text-text-2 leading-6">
              The scene already says what is in the picture. The prompt says how it is lit, what it is made of and how it is photographed. Every pair below is
              one scene and one camera, rendered by Studio with two prompts.
            </p>
          </div>
          <div className="-mr-3 flex gap-1 phone:-ml-3">
            {isOpen ? (
              <LinkButton href={'/gallery' as Route} variant="quiet">
                Gallery
              </LinkButton>
            ) : null}
            <CommunityLink />
          </div>
        </div>
        <ol className="mt-10 flex flex-col gap-14 phone:mt-8 phone:gap-10">
          {GUIDE_PAIRS.map((pair) => (
            <Lesson key={pair.key} pair={pair} />
          ))}
        </ol>
        <section aria-labelledby="writing" className="mt-16 border-line border-t pt-8">
          <h2 id="writing" className="font-semibold text-2xl">
            While you write
          </h2>
          <dl className="mt-4 grid max-w-[72ch] grid-cols-[160px_minmax(0,1fr)] gap-x-6 gap-y-3 phone:grid-cols-1 phone:gap-y-1">
            {WRITING.map(({ what, how }) => (
              <div key={what} className="contents">
                <dt className="font-medium">{what}</dt>
                <dd className="text-text-2 phone:mb-3">{how}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section aria-labelledby="words" className="mt-16 border-line border-t pt-8">
          <h2 id="words" className="font-semibold text-2xl">
            Words that Studio reads
          </h2>
          <p className="mt-2 max-w-[60ch] text-text-2">
            Spelling and order are free, and each of these has many relatives. While you type, the editor shows what was understood and strikes through what was
            not, with the reason.
          </p>
          <div className="mt-6 grid grid-cols-2 gap-x-12 gap-y-8 phone:grid-cols-1">
            {GUIDE_WORDS.map((group) => (
              <Words key={group.title} group={group} />
            ))}
          </div>
          <h3 className="mt-8 font-semibold text-lg">Colours</h3>
          <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-2 text-md">
            {GUIDE_COLORS.map(({ name, hex }) => (
              <li key={name} className="flex items-center gap-1.5">
                <span aria-hidden="true" className="size-3.5 rounded-full border border-line-2" style={{ backgroundColor: hex }} />
                {name}
              </li>
            ))}
          </ul>
        </section>
        <p className="mt-12 border-line border-t pt-6 text-text-2">
          Hosted models read free text and need fewer of these habits; light, material, backdrop and focus help with them too.
        </p>
      </div>
    </OpenFrame>
  )
}

function Lesson({ pair }: { pair: GuidePair }) {
  const [w = 3, h = 2] = pair.ratio.split(':').map(Number)
  return (
    <li className="grid grid-cols-[1fr_280px] items-start gap-8 phone:grid-cols-1 phone:gap-4">
      <BeforeAfter
        before={guidePicture(pair, 'before')}
        after={guidePicture(pair, 'after')}
        beforeAlt={pair.before ? `Rendered with “${pair.before}”` : 'Rendered without a prompt'}
        afterAlt={`Rendered with “${pair.after}”`}
        width={LONGER_SIDE}
        height={Math.round((LONGER_SIDE * h) / w)}
      />
      <div>
        <h2 className="font-semibold text-xl">{pair.title}</h2>
        <p className="mt-2 text-text-2">{pair.text}</p>
        <dl className="mt-4 flex flex-col gap-3 text-md">
          <div>
            <dt className="text-sm text-text-3">Before</dt>
            <dd>{pair.before ? `“${pair.before}”` : 'No prompt'}</dd>
          </div>
          <div>
            <dt className="text-sm text-text-3">After</dt>
            <dd className="font-medium">“{pair.after}”</dd>
          </div>
        </dl>
      </div>
    </li>
  )
}

function Words({ group }: { group: GuideWords }) {
  return (
    <section>
      <h3 className="font-semibold text-lg">{group.title}</h3>
      <p className="mt-1 text-text-2">{group.text}</p>
      <ul className="mt-3 flex flex-wrap gap-1.5">
        {group.words.map((word) => (
          <li key={word} className="rounded-sm border border-line bg-raised px-2 py-0.5 text-md">
            {word}
          </li>
        ))}
      </ul>
    </section>
  )
}
