import { renderSVG } from 'uqr'

/** A QR code as an SVG document, dark on light whatever the theme: many readers fail on the opposite. */
export const qrSvg = (text: string): string => renderSVG(text, { border: 2, ecc: 'M', blackColor: '#000', whiteColor: '#fff' })
