import { ArrowRight } from 'lucide-react'
import type { Metadata, Route } from 'next'
import Image from 'next/image'
import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { Mark } from '@/components/ui/mark'
import { currentActor } from './_server/actor'

export const metadata: Metadata = { title: { absolute: 'Maquette · 3D scenes into finished images' } }

/** One press of Generate each; the words are the whole prompt. Made by `scripts/pictures.mjs`. */
const MORE = [
  { src: '/landing/marble.webp', alt: 'A perfume bottle on a plinth under an overcast sky', caption: '“Overcast noon, marble floor, shallow focus”' },
  { src: '/landing/evening.webp', alt: 'An armchair and a lamp in warm evening light', caption: '“Evening, warm light”' },
  { src: '/landing/neon.webp', alt: 'Glass, metal and clay under neon light at night', caption: '“Night, neon light”' },
] as const

const PROMISES = [
  { title: 'Nothing moves by itself', text: 'Studio renders the very scene that you composed, so the vase stays where you put it.' },
  { title: 'Works on the first day', text: 'Studio, the built-in engine, needs no key and no graphics card. Add a hosted model when you want one.' },
  { title: 'One history for the team', text: 'Every image is kept with its scene, its prompt and its settings. Open one and take it further.' },
] as const

export default async function LandingPage() {
  const isSignedIn = (await currentActor()).kind === 'user'
  return (
    <div className="mx-auto max-w-328 px-8 phone:px-4">
      <header className="flex h-16 items-center justify-between">
        <Link href="/" className="inline-flex items-center gap-2 rounded-sm py-2 font-semibold tracking-tight">
          <Mark />
          Maquette
        </Link>
        <LinkButton href={isSignedIn ? ('/scenes' as Route) : '/sign-in'} variant="quiet" className="-mr-3">
          {isSignedIn ? 'Your scenes' : 'Sign in'}
        </LinkButton>
      </header>
      <main>
        <div className="grid grid-cols-[1.2fr_1fr] items-end gap-12 pt-12 pb-8 phone:gap-5 phone:py-6 max-[960px]:grid-cols-1 max-[960px]:gap-6">
          <h1 className="text-balance font-semibold text-4xl phone:text-[2.5rem] phone:leading-[2.75rem]">Your 3D scene, finished as a picture.</h1>
          <div>
            <p className="mb-5 max-w-[44ch] text-[1.0625rem] text-text-2 leading-[1.625rem]">
              Compose in the browser, add a reference and a sentence, press Generate. Your team keeps every image and what made it.
            </p>
            <LinkButton href={isSignedIn ? ('/scenes' as Route) : '/sign-up'} variant="primary" size="lg" className="phone:w-full">
              {isSignedIn ? 'Open your scenes' : 'Start with a sample scene'}
            </LinkButton>
          </div>
        </div>
        <div className="relative grid grid-cols-2 gap-2 phone:grid-cols-1 phone:gap-5">
          <Picture src="/landing/scene.webp" alt="The 3D view: a still life in plain studio light" caption="The scene, as it stands in the editor" wide />
          <Picture src="/landing/golden.webp" alt="The same still life at golden hour" caption="“Golden hour on a concrete table, long soft shadows”" wide />
          <span
            aria-hidden="true"
            className="absolute top-[calc(50%-15px)] left-1/2 grid size-10 -translate-x-1/2 -translate-y-1/2 place-items-center rounded-full border border-line-2 bg-bg phone:hidden"
          >
            <Icon icon={ArrowRight} />
          </span>
        </div>
        <section aria-labelledby="more" className="mt-12 border-line border-t pt-8">
          <h2 id="more" className="mb-4 font-semibold text-2xl">
            A sentence is enough
          </h2>
          <div className="grid grid-cols-3 gap-2 phone:grid-cols-1 phone:gap-5">
            {MORE.map((picture) => (
              <Picture key={picture.src} {...picture} />
            ))}
          </div>
        </section>
        <div className="mt-12 grid grid-cols-3 gap-2 border-line border-t py-12 phone:grid-cols-1 phone:gap-6 phone:py-8">
          {PROMISES.map((promise) => (
            <div key={promise.title} className="pr-6 phone:pr-0">
              <h2 className="mb-1 font-semibold text-xl">{promise.title}</h2>
              <p className="text-text-2">{promise.text}</p>
            </div>
          ))}
        </div>
      </main>
      <footer className="flex items-center justify-between border-line border-t py-6 text-md text-text-3">
        <span>Every picture on this page was made with Maquette.</span>
      </footer>
    </div>
  )
}

/** The files are small and already WebP; compressing them a second time would draw bands into their soft gradients. */
type PictureProps = { src: string; alt: string; caption: string; wide?: boolean }

function Picture({ src, alt, caption, wide = false }: PictureProps) {
  return (
    <figure>
      <div className={cx('relative overflow-hidden rounded-md bg-skeleton', wide ? 'aspect-3/2' : 'aspect-4/3')}>
        <Image src={src} alt={alt} fill unoptimized preload={wide} className={wide ? 'object-[50%_30%] object-cover' : 'object-cover'} />
      </div>
      <figcaption className="mt-3 text-md text-text-2">{caption}</figcaption>
    </figure>
  )
}
