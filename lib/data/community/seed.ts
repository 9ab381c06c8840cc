import 'server-only'
import { seedGallery } from '@/db/seed/gallery'
import { db } from '../db'

/** For the start of the worker. Running it again adds nothing. */
export const seedGalleryExamples = (): Promise<void> => seedGallery(db())
