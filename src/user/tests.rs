//! Promises of a user with its actor, on the embedded store.

use super::actor::Carrier;
use super::*;
use crate::limits;
use crate::model::*;
use crate::outbox::Frame;
use crate::protocol::event;
use crate::store::scratch::Scratch;
use crate::stream::{Change, Dispatch, Event, Feed, Item, Notice, Upstream};
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};

const USER: UserId = UserId::from_raw(1);
const PEER: UserId = UserId::from_raw(2);
const GUILD: GuildId = GuildId::from_raw(100);
const SESSIONS_MAX: usize = 3;

type Told = (GuildId, Status);

struct Guilds {
    presences: mpsc::Sender<Told>,
    names: mpsc::Sender<GuildId>,
}

impl TellGuilds for Guilds {
    fn presence(&self, guild: GuildId, user: UserId, presence: Presence) {
        assert_eq!(user, USER);
        self.presences.try_send((guild, presence.status)).unwrap();
    }

    fn user_updated(&self, guild: GuildId, _user: Arc<User>) {
        self.names.try_send(guild).unwrap();
    }
}

struct House {
    user: UserRef,
    deps: UserDeps,
    presences: mpsc::Receiver<Told>,
    names: mpsc::Receiver<GuildId>,
    asked: Arc<AtomicBool>,
    _scratch: Scratch,
}

fn user(id: UserId) -> Arc<User> {
    Arc::new(User { id, name: UserName::parse(&format!("user {id}")).unwrap(), global_name: None, bot: false })
}

impl House {
    async fn open() -> Self {
        let scratch = Scratch::open().await;
        let store = scratch.store();
        for id in [USER, PEER] {
            store.create_user(&user(id), "hash").await.unwrap();
        }
        let (presences, heard_presences) = mpsc::channel(64);
        let (names, heard_names) = mpsc::channel(64);
        let asked = Arc::new(AtomicBool::new(false));
        let deps = UserDeps {
            users: Users::new(store.clone()),
            store,
            guilds: Arc::new(Guilds { presences, names }),
            newest_to: Arc::new(|_, _| Vec::new()),
            next_id: {
                let last = std::sync::atomic::AtomicU64::new(1_000_000);
                Arc::new(move || Ok(last.fetch_add(1, Ordering::Relaxed)))
            },
            let_go: {
                let asked = asked.clone();
                Arc::new(move |_| asked.swap(true, Ordering::SeqCst) | true)
            },
            sessions_max: SESSIONS_MAX,
            rate_limits: true,
            epoch: 1,
        };
        let user = UserRef::load(USER, deps.clone()).await.unwrap().unwrap();
        assert!(UserRef::load(UserId::from_raw(404), deps.clone()).await.unwrap().is_none());
        Self { user, deps, presences: heard_presences, names: heard_names, asked, _scratch: scratch }
    }

    async fn told(&mut self) -> Told {
        timeout(Duration::from_secs(5), self.presences.recv()).await.unwrap().unwrap()
    }
}

#[derive(Default)]
struct Recorder(Mutex<Vec<Arc<Event>>>);

impl Feed for Recorder {
    fn push(&self, item: Item) {
        if let Item::Event(event) = item {
            self.0.lock().push(event);
        }
    }
}

fn session(id: &str, status: Status) -> SessionEntry {
    SessionEntry { id: id.into(), token: TokenHash([0; 32]), presence: Presence { status, activities: "[]".into() } }
}

fn dm(id: u64) -> Dm {
    Dm { id: ChannelId::from_raw(id), users: [user(USER), user(PEER)], last_message_id: None }
}

#[tokio::test]
async fn guilds_are_told_the_highest_status_and_only_when_it_changes() {
    let mut house = House::open().await;
    house.user.tell(News::GuildJoined(GUILD));
    house.user.add_session(session("a", Status::Idle)).unwrap();
    assert_eq!(house.told().await, (GUILD, Status::Idle));
    house.user.add_session(session("b", Status::Offline)).unwrap();
    house.user.set_presence("b", session("b", Status::Online).presence);
    assert_eq!(house.told().await, (GUILD, Status::Online));
    house.user.remove_session("b");
    assert_eq!(house.told().await, (GUILD, Status::Idle));
    house.user.remove_session("a");
    assert_eq!(house.told().await, (GUILD, Status::Offline));
}

#[tokio::test]
async fn guild_joined_while_online_is_greeted() {
    let mut house = House::open().await;
    house.user.add_session(session("a", Status::Online)).unwrap();
    house.user.tell(News::GuildJoined(GUILD));
    assert_eq!(house.told().await, (GUILD, Status::Online));
    house.user.greet(GUILD);
    assert_eq!(house.told().await, (GUILD, Status::Online));
}

#[tokio::test]
async fn sessions_above_the_bound_are_refused_and_a_known_one_is_replaced() {
    let house = House::open().await;
    for id in ["a", "b", "c"] {
        house.user.add_session(session(id, Status::Online)).unwrap();
    }
    assert!(matches!(house.user.add_session(session("d", Status::Online)), Err(Refusal::TooMany { max: SESSIONS_MAX, .. })));
    house.user.add_session(session("c", Status::Idle)).unwrap();
    house.user.remove_session("a");
    house.user.add_session(session("d", Status::Online)).unwrap();
    assert_eq!(house.user.sessions().len(), SESSIONS_MAX);
}

#[tokio::test]
async fn news_are_listed_and_published_once_each() {
    let house = House::open().await;
    let feed = Arc::new(Recorder::default());
    house.user.upstream().subscribe(feed.clone());
    for news in [News::GuildJoined(GUILD), News::GuildJoined(GUILD), News::DmOpened(dm(5)), News::DmOpened(dm(5)), News::GuildLeft(GUILD)] {
        house.user.tell(news);
    }
    house.user.tell(News::TokenRevoked(TokenHash([7; 32])));
    let events = feed.0.lock();
    let changes: Vec<_> = events.iter().map(|event| &event.change).collect();
    assert!(matches!(
        changes[..],
        [
            Change::Notice(Notice::GuildJoined(GUILD)),
            Change::None,
            Change::Notice(Notice::GuildLeft(GUILD)),
            Change::Notice(Notice::TokenRevoked(TokenHash([7, ..])))
        ]
    ));
    assert_eq!((house.user.guilds().len(), house.user.dms().len()), (0, 1));
}

#[tokio::test]
async fn new_name_is_told_to_sessions_and_guilds() {
    let mut house = House::open().await;
    let feed = Arc::new(Recorder::default());
    house.user.tell(News::GuildJoined(GUILD));
    house.user.upstream().subscribe(feed.clone());
    house.user.tell(News::Updated(user(USER)));
    assert_eq!(timeout(Duration::from_secs(5), house.names.recv()).await.unwrap(), Some(GUILD));
    assert_eq!(feed.0.lock()[0].dispatches.len(), 1);
}

#[tokio::test]
async fn user_is_idle_only_when_nobody_holds_it_and_time_has_passed() {
    let house = House::open().await;
    let idle = Duration::from_secs(limits::USER_IDLE_S);
    let later = Instant::now() + idle;
    assert!(!house.user.is_idle(), "used just now");
    assert!(house.user.is_idle_at(later));
    let holder = house.user.clone();
    assert!(!house.user.is_idle_at(later), "held elsewhere");
    drop(holder);
    house.user.take_request(later).unwrap();
    assert!(!house.user.is_idle_at(later), "spoke just now");
    house.user.add_session(session("a", Status::Online)).unwrap();
    assert!(!house.user.is_idle_at(later + idle), "has a session");
}

#[tokio::test]
async fn only_an_idle_user_asks_for_leave_to_end() {
    let house = House::open().await;
    let carrier = Carrier::new(house.user.core());
    assert!(!carrier.may_end(Instant::now()));
    assert!(!house.asked.load(Ordering::SeqCst));
    assert!(carrier.may_end(Instant::now() + Duration::from_secs(limits::USER_IDLE_S)));
    assert!(house.asked.load(Ordering::SeqCst));
}

#[tokio::test]
async fn idle_user_ends_when_it_is_let_go() {
    let House { user, mut presences, names, asked, _scratch, .. } = House::open().await;
    tokio::time::pause();
    drop((user, names)); // As the directory lets it go; the actor alone holds it now.
    let ended = timeout(Duration::from_secs(2 * limits::USER_IDLE_S), presences.recv()).await;
    assert_eq!(ended, Ok(None), "nobody is left who could tell a presence");
    assert!(asked.load(Ordering::SeqCst));
}

#[tokio::test]
async fn name_that_was_put_is_not_overwritten_by_an_older_read() {
    let scratch = Scratch::open().await;
    let store = scratch.store();
    store.create_user(&user(USER), "hash").await.unwrap();
    let new = Arc::new(User { global_name: Some("new".to_owned()), ..User::clone(&user(USER)) });
    loop {
        let users = Users::new(store.clone());
        let mut read = Box::pin(users.get_many(&[PEER, USER]));
        if futures_util::poll!(&mut read).is_ready() {
            continue; // The store was faster than this test: again.
        }
        // The read is on its way when the new name is put.
        users.put(new.clone());
        assert_eq!(read.await.unwrap().len(), 1);
        assert_eq!(users.get(USER).await.unwrap(), Some(new));
        return;
    }
}

#[tokio::test]
async fn ack_that_waits_too_long_for_those_before_it_is_refused() {
    let house = House::open().await;
    let core = UserCore::new(USER, house.deps.clone());
    let ack = || vec![Ack { channel_id: ChannelId::from_raw(9), message_id: MessageId::from_raw(50), manual: false, unread: UnreadOf::Dm }];
    let held = core.acking.lock().await;
    tokio::time::pause();
    assert_eq!(core.ack(ack()).await, Err(Refusal::Unavailable));
    tokio::time::resume();
    drop(held);
    assert_eq!(core.ack(ack()).await, Ok(()));
}

#[tokio::test]
async fn ack_that_an_own_message_overtook_is_not_told() {
    let house = House::open().await;
    let (core, heard, channel_id) = (UserCore::new(USER, house.deps.clone()), Arc::new(Recorder::default()), ChannelId::from_raw(9));
    core.subscribe(heard.clone());
    let state = |last, version| ReadState { channel_id, last_message_id: MessageId::from_raw(last), version };
    core.publish_ack(state(40, 90), true, &[]);
    core.take_news(News::Sent { channel_id, message_id: MessageId::from_raw(110) });
    core.publish_ack(state(50, 100), true, &[]);
    core.publish_dm_ack(state(50, 100), true, vec![]);
    assert_eq!(core.with_reads(|reads| reads.cursor(channel_id)), Some(MessageId::from_raw(110)));
    assert_eq!(heard.0.lock().len(), 1, "only what stands");
}

#[tokio::test]
async fn message_deleted_during_an_ack_is_not_unread_after_it() {
    let house = House::open().await;
    let (core, channel_id) = (UserCore::new(USER, house.deps.clone()), ChannelId::from_raw(9));
    let (gone, stays) = (MessageId::from_raw(30), MessageId::from_raw(40));
    let dispatch = Dispatch::to_all(Frame::new(event::resumed()), Intents::DIRECT_MESSAGES);
    core.take_news(News::DmMessagesDeleted { channel_id, ids: [gone].into(), dispatch });
    // What the ack found in the store before that.
    core.publish_dm_ack(ReadState { channel_id, last_message_id: MessageId::from_raw(20), version: 100 }, true, vec![gone, stays]);
    assert_eq!(core.with_reads(|reads| reads.unread(channel_id)), [stays]);
}
