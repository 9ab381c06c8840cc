/** How the samples are offered, apart from their documents, so that a list of them does not carry whole scenes. */
export const SAMPLE_CARDS = [
  { start: 'blank', name: 'Empty scene', description: 'A floor, a cube and a light', picture: null },
  { start: 'plinth', name: 'Product on a plinth', description: 'Bottle, plinth, brass ring', picture: '/samples/plinth.webp' },
  { start: 'room-corner', name: 'Room corner', description: 'Armchair, lamp, side table', picture: '/samples/room-corner.webp' },
  { start: 'small-objects', name: 'Small objects', description: 'Glass, metal, clay and cloth', picture: '/samples/small-objects.webp' },
] as const
