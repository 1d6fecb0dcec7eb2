//! Registering, logging in and out.

use super::hashing::{Hashing, HashingBounds, HashingFull};
use super::login_rate::LoginRate;
use super::tokens::{Identity, Tokens};
use crate::clock::{Clock, Snowflakes};
use crate::limits;
use crate::model::{FieldFault, Refusal, TokenHash, TokenKind, TokenRecord, User, UserId, UserName};
use crate::protocol::Token;
use crate::store::{Store, StoreError};
use crate::user::{News, TellUsers, Users};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// What accounts need of the house.
pub struct AccountDeps {
    pub store: Store,
    pub users: Users,
    pub ids: Arc<Snowflakes>,
    pub clock: Clock,
    /// Who tells sessions that their token was revoked.
    pub tell: Arc<dyn TellUsers>,
    pub hashing: HashingBounds,
    /// Off for load tests.
    pub rate_limits: bool,
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Accounts(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) store: Store,
    pub(super) users: Users,
    pub(super) ids: Arc<Snowflakes>,
    pub(super) clock: Clock,
    pub(super) tell: Arc<dyn TellUsers>,
    pub(super) tokens: Tokens,
    hashing: Hashing,
    rate: Option<LoginRate>,
}

/// Somebody who wants to register.
#[derive(Clone)]
pub struct Registration {
    pub name: String,
    pub password: String,
    pub global_name: Option<String>,
}

/// From where somebody registers or logs in, and with what.
pub struct Visitor {
    pub address: IpAddr,
    /// What the client calls itself.
    pub client: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Unknown name or wrong password: the same answer for both.
    #[error("login or password is invalid")]
    InvalidLogin,
    #[error("too many tries")]
    TooManyTries { retry_after: Duration },
}

impl From<HashingFull> for AccountError {
    fn from(HashingFull: HashingFull) -> Self {
        Self::TooManyTries { retry_after: Duration::from_millis(limits::HASHING_RETRY_MS) }
    }
}

impl Accounts {
    pub fn start(deps: AccountDeps) -> std::io::Result<Self> {
        let tokens = Tokens::new(deps.store.clone(), deps.users.clone(), deps.clock.clone());
        Ok(Self(Arc::new(Inner {
            store: deps.store,
            users: deps.users,
            ids: deps.ids,
            clock: deps.clock,
            tell: deps.tell,
            tokens,
            hashing: Hashing::start(deps.hashing)?,
            rate: deps.rate_limits.then(LoginRate::default),
        })))
    }

    /// Whose token this is (without a prefix); `None` where it is nobody's.
    pub async fn identify(&self, token: &str) -> Result<Option<Identity>, StoreError> {
        // Libraries send the prefix in IDENTIFY, or not.
        self.0.tokens.find(token.strip_prefix("Bot ").unwrap_or(token)).await
    }

    fn count_try(&self, address: IpAddr) -> Result<(), AccountError> {
        match &self.0.rate {
            Some(rate) => rate.take(address).map_err(|retry_after| AccountError::TooManyTries { retry_after }),
            None => Ok(()),
        }
    }

    pub async fn register(&self, registration: Registration, visitor: Visitor) -> Result<(Arc<User>, Token), AccountError> {
        let name = checked(&registration)?;
        self.count_try(visitor.address)?;
        let password_hash = self.0.hashing.hash(registration.password).await?;
        let user = Arc::new(User { id: UserId::from_raw(self.0.next_id()?), name, global_name: registration.global_name, bot: false });
        self.0.store.create_user(&user, &password_hash).await.map_err(|error| match error {
            StoreError::NameTaken => Refusal::field("username", "USERNAME_ALREADY_TAKEN", "Username is already taken."),
            error => error.into(),
        })?;
        self.0.users.put(user.clone());
        let token = self.0.issue(user.id, visitor.client).await?;
        Ok((user, token))
    }

    /// The same answer, and as slow, for an unknown name and a wrong password.
    pub async fn login(&self, name: &str, password: String, visitor: Visitor) -> Result<(Arc<User>, Token), AccountError> {
        self.count_try(visitor.address)?;
        let login = match UserName::parse(name) {
            Ok(name) => self.0.store.login(&name.key()).await.map_err(Refusal::from)?,
            Err(_) => None,
        };
        let (user, hash) = login.map_or((None, None), |login| (Some(login.user), Some(login.password_hash)));
        let fits = password.len() <= limits::PASSWORD_CHARACTERS_MAX * 4 && self.0.hashing.verify(password, hash).await?;
        let user = Arc::new(user.filter(|_| fits).ok_or(AccountError::InvalidLogin)?);
        let token = self.0.issue(user.id, visitor.client).await?;
        Ok((user, token))
    }

    /// The token stops working, and its sessions end.
    pub async fn logout(&self, identity: &Identity) -> Result<(), Refusal> {
        self.0.store.delete_token(identity.token).await?;
        self.0.revoked(identity.user.id, identity.token);
        Ok(())
    }

    /// The same for several of one user's tokens.
    pub async fn end_logins(&self, user: UserId, tokens: &[TokenHash]) -> Result<(), Refusal> {
        for token in self.0.store.delete_tokens(user, tokens).await? {
            self.0.revoked(user, token);
        }
        Ok(())
    }

    /// The user's tokens, newest first.
    pub async fn sessions(&self, user: UserId) -> Result<Vec<TokenRecord>, Refusal> {
        self.0.store.tokens_of(user).await.map_err(Refusal::from)
    }

    /// Changes what others see of a user.
    pub async fn rename(&self, user: &User, name: Option<&str>, global_name: Option<Option<String>>) -> Result<Arc<User>, Refusal> {
        let mut changed = user.clone();
        if let Some(name) = name {
            changed.name = UserName::parse(name).map_err(|error| Refusal::field("username", "USERNAME_INVALID", error.to_string()))?;
        }
        if let Some(global_name) = global_name {
            changed.global_name = global_name;
        }
        let changed = Arc::new(changed);
        self.0.store.update_user(&changed).await.map_err(|error| match error {
            StoreError::NameTaken => Refusal::field("username", "USERNAME_ALREADY_TAKEN", "Username is already taken."),
            error => error.into(),
        })?;
        self.0.users.put(changed.clone());
        self.0.tell.tell(changed.id, News::Updated(changed.clone()));
        Ok(changed)
    }
}

impl Inner {
    pub(super) fn next_id(&self) -> Result<u64, Refusal> {
        self.ids.next().map_err(|_| Refusal::Unavailable)
    }

    pub(super) fn new_token(&self, user: UserId, kind: TokenKind, client: Option<String>) -> (Token, TokenRecord) {
        let mut random = [0_u8; 32];
        #[expect(clippy::expect_used, reason = "the operating system's randomness does not fail once it was there")]
        getrandom::fill(&mut random).expect("the operating system gives random bytes");
        let issued_at = self.clock.now();
        let token = Token::issue(user, issued_at, random);
        let record = TokenRecord { hash: token.hash(), user_id: user, kind, issued_at, client, last_used_at: issued_at };
        (token, record)
    }

    /// A person's. Where the person has too many, the least recently used ends.
    async fn issue(&self, user: UserId, client: Option<String>) -> Result<Token, Refusal> {
        let (token, record) = self.new_token(user, TokenKind::Person, client);
        for ended in self.store.add_token(&record, limits::LOGINS_MAX).await? {
            self.revoked(user, ended);
        }
        Ok(token)
    }

    pub(super) fn revoked(&self, user: UserId, token: TokenHash) {
        self.tokens.forget(&token);
        self.tell.tell(user, News::TokenRevoked(token));
    }
}

fn checked(registration: &Registration) -> Result<UserName, Refusal> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, message: String| {
        faults.push(FieldFault { field: field.to_owned(), code: "BASE_TYPE_BAD_LENGTH", message });
    };
    let name = UserName::parse(&registration.name);
    if let Err(error) = &name {
        fault("username", error.to_string());
    }
    let characters = registration.password.chars().count();
    if !(limits::PASSWORD_CHARACTERS_MIN..=limits::PASSWORD_CHARACTERS_MAX).contains(&characters) {
        let (min, max) = (limits::PASSWORD_CHARACTERS_MIN, limits::PASSWORD_CHARACTERS_MAX);
        fault("password", format!("Must be between {min} and {max} in length."));
    }
    if registration.global_name.as_ref().is_some_and(|name| name.chars().count() > UserName::CHARACTERS_MAX) {
        fault("global_name", format!("Must be {} or fewer in length.", UserName::CHARACTERS_MAX));
    }
    match name {
        Ok(name) if faults.is_empty() => Ok(name),
        _ => Err(Refusal::Invalid(faults)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timestamp;
    use crate::store::IdMark;
    use crate::store::scratch::Scratch;
    use parking_lot::Mutex;

    #[derive(Default)]
    struct Told(Mutex<Vec<TokenHash>>);

    impl TellUsers for Told {
        fn tell(&self, _: UserId, news: News) {
            let News::TokenRevoked(token) = news else { panic!("{news:?}") };
            self.0.lock().push(token);
        }
    }

    #[tokio::test]
    async fn login_too_many_ends_the_least_recently_used_and_its_sessions() {
        let scratch = Scratch::open().await;
        let (store, told, clock) =
            (scratch.store(), Arc::new(Told::default()), Clock::standing(Timestamp::from_unix_us(1_800_000_000_000_000)));
        let user = User { id: UserId::from_raw(1), name: UserName::parse("somebody").unwrap(), global_name: None, bot: false };
        store.create_user(&user, "hash").await.unwrap();
        let accounts = Accounts::start(AccountDeps {
            users: Users::new(store.clone()),
            ids: Arc::new(IdMark::open(&store, clock.clone(), 0).await.unwrap().ids()),
            store,
            clock: clock.clone(),
            tell: told.clone(),
            hashing: HashingBounds { threads: 1, queue_max: 1 },
            rate_limits: false,
        })
        .unwrap();
        let mut tokens = Vec::new();
        for _ in 0..limits::LOGINS_MAX {
            clock.set(Timestamp::from_unix_us(clock.now().unix_us() + 1));
            tokens.push(accounts.0.issue(user.id, None).await.unwrap());
        }
        let first = accounts.identify(tokens[0].as_str()).await.unwrap().expect("as many as may be");
        assert_eq!(*told.0.lock(), []);
        clock.set(Timestamp::from_unix_us(clock.now().unix_us() + 1));
        accounts.0.issue(user.id, None).await.unwrap();
        assert_eq!(*told.0.lock(), [first.token]);
        assert!(accounts.identify(tokens[0].as_str()).await.unwrap().is_none());
        assert_eq!(accounts.sessions(user.id).await.unwrap().len(), limits::LOGINS_MAX);
    }
}
