//! Which claims sets are measured?

/// An ID token's, of 314 bytes.
pub(crate) fn id_token() -> String {
    r#"{"iss":"https://issuer.example.com","sub":"2440032","aud":"s6BhdRkqt3","nonce":"n-0S6_WzA2Mj","exp":4102444800,"iat":1700000000,"auth_time":1699999900,"acr":"urn:mace:incommon:silver","email":"jane.doe@example.com","email_verified":true,"name":"Jane Doe","given_name":"Jane","family_name":"Doe","azp":"s6BhdRkqt3"}"#.to_owned()
}

/// Where among the audiences the recipient's own stands.
#[derive(Clone, Copy)]
pub(crate) enum Own {
    First,
    Last,
    Nowhere,
}

/// A list of so many audiences.
pub(crate) fn audiences(count: usize, own: Own) -> String {
    let mut audiences: Vec<String> = (1..=count).map(|n| format!("\"https://service-{n}.example.com\"")).collect();
    match own {
        Own::First => audiences[0] = "\"s6BhdRkqt3\"".to_owned(),
        Own::Last => audiences[count - 1] = "\"s6BhdRkqt3\"".to_owned(),
        Own::Nowhere => {}
    }
    format!(r#"{{"iss":"https://issuer.example.com","exp":4102444800,"aud":[{}]}}"#, audiences.join(","))
}

/// So many bytes of what an application puts beside its audience: a list of records.
pub(crate) fn other_members(bytes: usize) -> String {
    repeated(
        r#"{"id":12345,"name":"a name that is \"quoted\"","tags":["one","two"],"active":true,"score":-1.5e3}"#,
        bytes,
    )
}

/// So many bytes of text in four scripts, and as many escapes as JSON's writers make that keep to ASCII.
pub(crate) fn other_scripts(bytes: usize) -> String {
    repeated(
        r#"{"name":"Ζωή Ångström","city":"東京都","plain":"\u0416\u0435\u043d\u044f \ud83d\ude00","path":"C:\\temp\n"}"#,
        bytes,
    )
}

fn repeated(record: &str, bytes: usize) -> String {
    let mut text = String::from(r#"{"aud":"s6BhdRkqt3","x":["#);
    while text.len() + record.len() + 6 < bytes {
        text.push_str(record);
        text.push(',');
    }
    text.push_str("null]}");
    text
}
