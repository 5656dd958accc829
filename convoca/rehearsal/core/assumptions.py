"""Every number behind the rehearsal, in one place, with where it comes from."""

from dataclasses import dataclass

Range = tuple[float, float]
"""Lowest and highest share; the value of a cycle is drawn between both."""


@dataclass(frozen=True)
class Assumptions:
    """What the simulated directors do. Shares are 0 to 1; *published* or *assumed* says whence.

    answer_curve: published. Cumulative share that has answered after contact 1 to 5: Danish
        National Health Survey 2023. Only its shape is used: it is scaled to `answer_ceiling`.
    answer_ceiling: assumed. Share that has answered after the fifth contact (70.2 % of the
        Swedish local councillors answered their own association in 2008-09, published).
    acceptance: assumed. Takes part or sends somebody, of those who answer.
    deputy_share: assumed. Sends somebody else, of those who accept.
    no_email_share: assumed. Directors without an address, who are called.
    vacant_share: assumed. Seats without a known person.
    interview: assumed. Interview done, of those who accept.
    consent_refused: assumed. Opens the interview and prefers not to answer.
    alone_share: assumed. Does the interview alone by the link; the rest with an interviewer.
    quote_share: assumed. Lets the own words be quoted.
    passed_share: assumed. Passes a question that need not be answered.
    coded_share: assumed. Statements that somebody codes before the agenda.
    availability: assumed. Says when they can, of those who accept.
    same_week_share: assumed. Confirms the week of the last cycle, of those who answer again.
    attendance_alpha, attendance_beta: published fit. Propensity of a seat without care is
        Beta(0.70, 1.80): it reproduces 28 ECHO networks, where 43, 29, 18 and 10 % of those
        who come do so 1, 2, 3 and 4 times.
    reminder_points: published range. What a reminder adds to the chance to come.
    call_reached_share: assumed. Answers the call, of those who drift away and are called.
    call_points: assumed. What a call answered adds to the chance to come to each session left.
    urgent_theme_points: assumed. What an own urgent theme on the agenda adds.
    excuse_share: assumed. Tells beforehand, of those who will not come.
    loyal_points: assumed. What having come in the last cycle adds to the chance to answer.
    group_share: assumed. Joins the group, of those who were given its link.
    promise_share, followed_share, done_share: published. Of those who come, 97.7 % write a
        commitment; 57.3 % answer about it later; of these 66.5 % have done it.
    turnover_month: assumed. Seats that change hands in a month.
    """

    answer_curve: tuple[float, ...] = (0.191, 0.289, 0.372, 0.393, 0.420)
    answer_ceiling: Range = (0.45, 0.70)
    acceptance: Range = (0.6, 0.9)
    deputy_share: float = 0.08
    no_email_share: float = 0.06
    vacant_share: float = 0.03
    interview: Range = (0.5, 0.8)
    consent_refused: float = 0.03
    alone_share: float = 0.6
    quote_share: float = 0.8
    passed_share: float = 0.3
    coded_share: float = 0.9
    availability: Range = (0.65, 0.90)
    same_week_share: float = 0.7
    attendance_alpha: float = 0.70
    attendance_beta: float = 1.80
    reminder_points: Range = (0.03, 0.07)
    call_reached_share: float = 0.6
    call_points: Range = (0.05, 0.15)
    urgent_theme_points: Range = (0.05, 0.15)
    excuse_share: float = 0.15
    loyal_points: float = 0.15
    group_share: float = 0.8
    promise_share: float = 0.977
    followed_share: float = 0.573
    done_share: float = 0.665
    turnover_month: Range = (0.01, 0.03)
