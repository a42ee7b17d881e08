"""The optimal assignment under loads, vetoes and hard requirements, proved by prices.

A seat is a mentor with a type; a pair is worth 1 000 points and its score, so that more pairs come before better ones.
It is a transport problem with nested capacities (seat within mentor), so the vertex that HiGHS returns is whole. Only
the best edges of everyone enter it; its prices then show which edges left out could do better, and those are added
until none is left: the result is optimal over all edges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mentoring.pairing.explaining import free_mentor, left_mentee, reasons
from mentoring.pairing.model import Assignment, Mentee, Mentor, Pair, PairingError
from mentoring.pairing.rules import Rules, standard
from mentoring.pairing.scoring import CHUNK, Bank, bank_of

EDGES = 6
"""Best seats of every mentee that enter the first round."""
ROUNDS = 40
HALF = 0.49  # points are whole and all traces together stay below one half: less than this is no better assignment
FEW = 500  # mentees up to which ties, too, are settled to the last trace
EXACT = 30_000  # edges up to which whole groups are sought exactly
_TINY = 1e-6
"""Least gain of an edge worth adding: above the solver's tolerance; 10 000 times it is far below one point."""


def match_pairs(
    mentors: Sequence[Mentor], mentees: Sequence[Mentee], rules: Rules | None = None, *, explain: bool = True
) -> Assignment:
    """Pair mentees with mentors. Order of the banks does not matter: ties go to smaller ids.

    Raises PairingError for ids that repeat and for unknown types. `explain=False` leaves reasons out (they cost more
    than the assignment on large banks).
    """
    rules = rules or standard()
    bank = bank_of(mentors, mentees, rules)
    closed: set[int] = set()
    (chosen, edges), proved = _solve(bank, closed), True
    while small := _small_groups(bank, chosen):
        if len(bank.mentees) * len(bank.seats) <= EXACT:
            chosen, proved = _whole_groups(bank)
            break
        closed, proved = closed | small, False
        chosen, edges = _solve(bank, closed, edges)
    taken = {int(row): int(seat) for row, seat in chosen}
    pairs = tuple(_pair(bank, row, seat, explain) for row, seat in sorted(taken.items()))
    used = {bank.seats[seat].mentor for seat in taken.values()}
    left = [row for row in range(len(bank.mentees)) if row not in taken]
    return Assignment(
        pairs,
        tuple(left_mentee(bank, row, taken, closed, explain) for row in left),
        tuple(free_mentor(bank, place, closed) for place in range(len(bank.mentors)) if place not in used),
        sum(pair.score for pair in pairs),
        proved,
    )


@dataclass
class _Edges:
    rows: np.ndarray
    seats: np.ndarray
    scores: np.ndarray


def _solve(bank: Bank, closed: set[int], edges: _Edges | None = None) -> tuple[list[tuple[int, int]], _Edges | None]:
    """Rows and seats of the best assignment with the seats of `closed` shut, and the edges it was found on."""
    if not bank.mentees or not bank.seats:
        return [], None
    edges = _without(edges, closed) if edges else _first_edges(bank)
    for _ in range(ROUNDS):
        if not len(edges.rows):
            return [], edges
        flow, row_price, seat_price, mentor_price = _programme(bank, edges)
        more = _better_edges(bank, closed, edges, row_price, seat_price + mentor_price[bank.mentor_of])
        if more is None:
            kept = flow > 0.5
            return list(zip(edges.rows[kept].tolist(), edges.seats[kept].tolist(), strict=True)), edges
        edges = more
    raise PairingError("Подбор не сошёлся: проверьте, нет ли в банках слишком больших чисел.")


def _without(edges: _Edges, closed: set[int]) -> _Edges:
    kept = ~np.isin(edges.seats, sorted(closed))
    return _Edges(edges.rows[kept], edges.seats[kept], edges.scores[kept])


def _programme(bank: Bank, edges: _Edges):
    """The linear programme on some edges: flow and prices of mentees, seats, mentors."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix

    n, s, m, size = len(bank.mentees), len(bank.seats), len(bank.mentors), len(edges.rows)
    at = np.arange(size)
    below = np.concatenate([edges.rows, n + edges.seats, n + s + bank.mentor_of[edges.seats]])
    matrix = coo_matrix((np.ones(3 * size), (below, np.tile(at, 3))), shape=(n + s + m, size)).tocsr()
    limits = np.concatenate([np.ones(n), bank.seat_limit, bank.mentor_limit]).astype(float)
    worth = bank.worth(edges.rows, edges.seats, edges.scores)
    done = linprog(-worth, A_ub=matrix, b_ub=limits, bounds=(0, None), method="highs-ds")
    if done.status != 0:
        raise PairingError("Подбор не удался: решатель остановился раньше времени.")
    prices = -done.ineqlin.marginals
    return done.x, prices[:n], prices[n : n + s], prices[n + s :]


def _first_edges(bank: Bank) -> _Edges:
    """The best seats of every mentee and the best mentees of every seat."""
    table = bank.table
    count, depth = min(EDGES, table.shape[1]), min(EDGES, table.shape[0])
    seats = np.argpartition(-table, count - 1, axis=1)[:, :count].ravel()
    rows = np.repeat(np.arange(len(table)), count)
    by_seat = np.argpartition(-table.T, depth - 1, axis=1)[:, :depth].ravel()
    return _unique(
        table, np.concatenate([rows, by_seat]), np.concatenate([seats, np.repeat(np.arange(table.shape[1]), depth)])
    )


def _better_edges(bank: Bank, closed: set[int], edges: _Edges, row_price, seat_price) -> _Edges | None:
    """The edges with those added that prices show to be worth more than they cost; None when there is none."""
    table, found = bank.table, []
    width = table.shape[1]
    price = seat_price - bank.worth(len(bank.mentees), np.arange(width), 0)
    if closed:
        price[sorted(closed)] = np.inf
    floor = row_price + bank.worth(len(bank.mentees), width, 0) - bank.worth(np.arange(len(table)), width, 0)
    bound = 0.0  # no assignment is worth more than the present one and this
    for start in range(0, len(table), CHUNK):
        gain = table[start : start + CHUNK] - price
        gain[table[start : start + CHUNK] < 0] = -np.inf
        over = gain.max(axis=1) - floor[start : start + CHUNK]
        bound += over[over > 0].sum()
        promising = np.nonzero(over > _TINY)[0]
        for row in promising.tolist():
            good = np.nonzero(gain[row] > floor[start + row] + _TINY)[0]
            best = good[np.argsort(-gain[row, good], kind="stable")[:EDGES]]
            found.append((np.full(len(best), start + row), best))
    if not found or (bound < HALF and len(table) > FEW):
        return None
    rows, seats = (np.concatenate(part) for part in zip(*found, strict=True))
    more = _unique(table, np.concatenate([edges.rows, rows]), np.concatenate([edges.seats, seats]))
    return more if len(more.rows) > len(edges.rows) else None


def _unique(table: np.ndarray, rows: np.ndarray, seats: np.ndarray) -> _Edges:
    """Every possible edge once, by mentee and seat."""
    kept = np.unique(rows[table[rows, seats] >= 0] * table.shape[1] + seats[table[rows, seats] >= 0])
    rows, seats = np.divmod(kept, table.shape[1])
    return _Edges(rows, seats, table[rows, seats].astype(np.int64))


def _small_groups(bank: Bank, chosen: Sequence[tuple[int, int]]) -> set[int]:
    """Seats of group types that got fewer mentees than a group needs."""
    counts = (
        np.bincount([seat for _, seat in chosen], minlength=len(bank.seats)) if chosen else np.zeros(len(bank.seats))
    )
    return set(np.nonzero((counts > 0) & (counts < _least(bank)))[0].tolist())


def _least(bank: Bank) -> np.ndarray:
    return np.array([bank.rules.of(seat.type).min_group for seat in bank.seats], dtype=float)


def _whole_groups(bank: Bank) -> tuple[list[tuple[int, int]], bool]:
    """The same programme with «no group or a whole one» for group seats, exactly (small banks): result, proved."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_matrix, csr_matrix, hstack, vstack

    rows, seats = np.nonzero(bank.table >= 0)
    scores, least = bank.table[rows, seats].astype(np.int64), _least(bank)
    n, s, m, size = len(bank.mentees), len(bank.seats), len(bank.mentors), len(rows)
    grouped = np.nonzero(least > 1)[0]
    at = np.arange(size)
    below = np.concatenate([rows, n + seats, n + s + bank.mentor_of[seats]])
    limits = coo_matrix((np.ones(3 * size), (below, np.tile(at, 3))), shape=(n + s + m, size)).tocsr()
    by_seat = csr_matrix((np.ones(size), (seats, at)), shape=(s, size))[grouped]
    opened = csr_matrix((least[grouped], (np.arange(len(grouped)), np.arange(len(grouped)))), shape=(len(grouped),) * 2)
    most = csr_matrix((bank.seat_limit[grouped], (np.arange(len(grouped)),) * 2), shape=(len(grouped),) * 2)
    none = csr_matrix((n + s + m, len(grouped)))
    matrix = vstack([hstack([limits, none]), hstack([-by_seat, opened]), hstack([by_seat, -most])]).tocsr()
    upper = np.concatenate([np.ones(n), bank.seat_limit, bank.mentor_limit, np.zeros(2 * len(grouped))])
    worth = np.concatenate([bank.worth(rows, seats, scores), np.zeros(len(grouped))])
    done = milp(
        -worth,
        constraints=LinearConstraint(matrix, ub=upper),
        integrality=np.ones(len(worth)),
        bounds=Bounds(0, 1),
        options={"time_limit": 30.0, "mip_rel_gap": 0.0},
    )
    if done.x is None:
        raise PairingError("Подбор групп не удался: решатель остановился раньше времени.")
    kept = done.x[:size] > 0.5
    return list(zip(rows[kept].tolist(), seats[kept].tolist(), strict=True)), done.status == 0


def _pair(bank: Bank, row: int, seat: int, explain: bool) -> Pair:
    mentor, mentee, type_ = bank.mentors[bank.seats[seat].mentor], bank.mentees[row], bank.seats[seat].type
    why, lacks = reasons(bank, mentor, mentee, type_) if explain else ((), ())
    return Pair(mentor.id, mentee.id, type_, int(bank.score(row, seat)), why, lacks)
