//! What every backend promises, written against [`Store`](super::Store) alone.
//!
//! A backend runs all of it with `contract!(open)`, where `open` is an async function without arguments, whose result has a method
//! `store()` that gives an empty store and keeps it alive.

pub(crate) mod dms;
pub(crate) mod guilds;
pub(crate) mod ids;
pub(crate) mod invites;
pub(crate) mod messages;
pub(crate) mod pages;
pub(crate) mod people;
pub(crate) mod reads;
pub(crate) mod sample;

macro_rules! tests_of {
    ($open:path; $($part:ident: $($promise:ident),+;)+) => {
        $(mod $part {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                let opened = $open().await;
                $crate::store::contract::$part::$promise(opened.store()).await;
            })+
        })+
    };
}
pub(crate) use tests_of;

macro_rules! contract {
    ($open:path) => {
        $crate::store::contract::tests_of! { $open;
            people: a_person_logs_in_by_the_name_in_any_case, a_name_that_is_taken_in_another_case_is_refused,
                a_name_is_won_by_one_of_many, users_are_found_by_their_ids, a_renamed_user_frees_the_old_name,
                tokens_work_until_they_are_deleted, several_tokens_of_one_user_end_together,
                a_token_too_many_ends_the_least_recently_used,
                replaced_tokens_are_named, applications_come_with_their_bots;
            guilds: a_guild_comes_back_as_it_was, each_write_shows_at_the_next_load, a_deleted_role_leaves_nobody_with_it,
                a_deleted_category_leaves_its_channels, a_deleted_channel_takes_its_messages_and_invites,
                a_message_on_its_way_goes_with_its_channel, a_deletion_that_failed_lets_messages_come,
                a_deleted_guild_takes_everything, writes_are_all_or_nothing, a_second_guild_with_the_id_is_refused,
                bans_are_listed_on_either_side_of_an_id, channels_know_their_newest_message;
            invites: an_invite_is_used_max_uses_times_by_many_at_once, an_expired_invite_is_unknown, an_unbounded_invite_counts,
                invites_are_listed_oldest_first_and_deleted;
            dms: two_opens_at_once_give_one_dm, dms_are_listed_by_their_newest_message,
                a_closed_dm_is_off_one_list_until_it_is_opened, a_message_lists_a_closed_dm_again;
            messages: a_message_comes_back_as_it_was, many_messages_are_found_by_their_ids, a_repeated_create_keeps_the_edit, an_edit_shows_and_keeps_the_rest,
                changes_of_an_unknown_message_do_nothing, a_deleted_message_takes_its_reactions,
                reactions_keep_the_order_in_which_emoji_came, cleared_reactions_are_gone, enforced_nonces_are_found_above_an_id,
                any_mutations_equal_a_model, the_last_mutations_once_more_change_nothing, what_was_answered_is_read;
            pages: any_page_equals_a_model, pages_count_reactions_for_their_viewer;
            reads: of_two_read_states_the_greater_version_stands, an_own_message_moves_its_author_on_once,
                messages_to_somebody_are_those_of_others_above_an_id, mentions_come_with_their_guild_the_newest_of_them,
                a_mention_goes_with_its_message_and_its_channel, mentions_and_read_states_go_with_their_guild;
            ids: the_floor_only_rises, the_floor_covers_the_newest_message, a_clean_end_lowers_the_mark;
        }
    };
}
pub(crate) use contract;
