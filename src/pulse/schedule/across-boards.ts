import { connect, filter, merge, type OperatorFunction } from 'rxjs';

/**
 * Gives every board the items that are for it. Boards know nothing of each other: one that is busy holds up none.
 *
 * @param boards how many there are
 * @param lane what happens with the items of one board
 */
export function acrossBoards<Item, Event>(
  boards: number,
  boardOf: (item: Item) => number,
  lane: (board: number) => OperatorFunction<Item, Event>,
): OperatorFunction<Item, Event> {
  return connect((items) =>
    merge(
      ...Array.from({ length: boards }, (_, board) =>
        items.pipe(
          filter((item) => boardOf(item) === board),
          lane(board),
        ),
      ),
    ),
  );
}
