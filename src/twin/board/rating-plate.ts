import type { BoardLimits } from '../../core/index.js';
import { crc32, encodeIdentityDocument, type IdentityDocument } from '../../protocols/index.js';
import { limitsInForce, type LoweredLimits } from './lowered-limits.js';

interface Engraving {
  readonly lowered: LoweredLimits;
  readonly identity: IdentityDocument;
  readonly document: Uint8Array;
  readonly crc: number;
}

function engrave(made: IdentityDocument, lowered: LoweredLimits): Engraving {
  const identity = { ...made, limits: limitsInForce(made.limits, lowered) };
  const document = encodeIdentityDocument(identity);
  return { lowered, identity, document, crc: crc32(document) };
}

/** What the board says it is and will not pass, as it was made and as its limits were lowered since. */
export class RatingPlate {
  readonly #made: IdentityDocument;
  #engraving: Engraving;

  constructor(made: IdentityDocument, lowered: LoweredLimits) {
    this.#made = made;
    this.#engraving = engrave(made, lowered);
  }

  get identity(): IdentityDocument {
    return this.#engraving.identity;
  }

  get limits(): BoardLimits {
    return this.identity.limits;
  }

  get lowered(): LoweredLimits {
    return this.#engraving.lowered;
  }

  /** The identity document as `identify` serves it. */
  get document(): Uint8Array {
    return this.#engraving.document;
  }

  get documentCrc(): number {
    return this.#engraving.crc;
  }

  lower(lowered: LoweredLimits): void {
    this.#engraving = engrave(this.#made, lowered);
  }
}
